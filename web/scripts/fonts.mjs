// Cuts the interface's fonts down to what French and English are written with: the first load carries these, and the
// whole files (see fonts.css) come only to who reads or writes another letter. The build calls it; Vite keeps the
// result out of the source tree.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import subset from "subset-font";

const modules = new URL("../node_modules/", import.meta.url);

export const folder = fileURLToPath(new URL(".cache/parvis-fonts/", modules));

// Titles are drawn at one weight: a static face is half of a variable one.
const fonts = {
  "instrument-sans.woff2": {
    from: "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
    wght: { min: 400, max: 600 },
  },
  "bricolage-grotesque.woff2": {
    from: "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    wght: 600,
  },
};

const keepFeatures = ["kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl"];

const ascii = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i)).join("");

/** The characters that fonts.css gives to the small files. */
export const letters = `${ascii}\u00a0«»°·§©®×ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜàâäæçèéêëîïôöùûüÿŒœŸ\u2009\u2011–—‘’“”•…\u202f‹›€−`;

export async function cutFonts() {
  await mkdir(folder, { recursive: true });
  for (const [name, { from, wght }] of Object.entries(fonts)) {
    const whole = await readFile(new URL(from, modules));
    const cut = await subset(whole, letters, {
      targetFormat: "woff2",
      variationAxes: { wght },
      keepFeatures,
    });
    await writeFile(folder + name, cut);
  }
}

/** The characters as CSS writes them, for the test that keeps fonts.css in step. */
export function unicodeRange() {
  const points = [...new Set(letters)].map((letter) => letter.codePointAt(0)).sort((a, b) => a - b);
  const ranges = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  const hex = (n) => n.toString(16).toUpperCase().padStart(4, "0");
  return ranges.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(", ");
}

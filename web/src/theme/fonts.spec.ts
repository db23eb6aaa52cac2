import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { unicodeRange } from "../../scripts/fonts.mjs";

test("the small fonts hold the letters that the style sheet gives to them", async () => {
  const css = await readFile(new URL("./fonts.css", import.meta.url), "utf8");
  const small = css.split("@font-face").filter((face) => face.includes("@fonts/"));
  expect(small).toHaveLength(2);
  for (const face of small) {
    const range = face
      .match(/unicode-range:([^;]*);/)?.[1]
      ?.replace(/\s+/g, " ")
      .trim();
    expect(range).toBe(unicodeRange());
  }
});

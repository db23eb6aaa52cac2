// The typography of French words: one rule set, used to mend (npm run words) and to check (locales.spec.ts).
const narrow = "\u202F";
const nbsp = "\u00A0";

/** Gives a French sentence its spaces, apostrophes and ellipses. Placeholders such as {{name}} are left alone. */
export function french(text) {
  return text
    .split(/(\{\{[^}]*\}\}|https?:\/\/\S+)/)
    .map((part, i) => (i % 2 ? part : mend(part, i > 0)))
    .join("");
}

function mend(part, follows) {
  let out = part
    .replaceAll("'", "’")
    .replaceAll("...", "…")
    .replace(/[ \u00A0\u202F]*([;?!])(?=$|[\s\u00A0\u202F»)])/g, (all, mark, at) =>
      at === 0 && !follows ? all : `${narrow}${mark}`,
    )
    .replace(/[ \u00A0\u202F]+:(?=$|[\s\u00A0])/g, `${nbsp}:`)
    .replace(/«[ \u00A0\u202F]*/g, `«${nbsp}`)
    .replace(/[ \u00A0\u202F]*»/g, `${nbsp}»`)
    .replace(/(\d)[ \u202F](%|€|s|min|h|j|px|Ko|Mo|Go|ko)(?![\p{L}\d])/gu, `$1${nbsp}$2`);
  if (follows) {
    out = out
      .replace(/^[ \u00A0\u202F]+([;?!])/, `${narrow}$1`)
      .replace(/^ +:/, `${nbsp}:`)
      .replace(/^ +(%|€)/, `${nbsp}$1`);
  }
  return out;
}

/** Applies f to every string of a tree of words. */
export function mapWords(tree, f) {
  return typeof tree === "string"
    ? f(tree)
    : Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapWords(value, f)]));
}

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { french } from "../../scripts/typography.mjs";

const read = (language: string, file: string): Record<string, string> =>
  flatten(JSON.parse(readFileSync(new URL(`./${language}/${file}`, import.meta.url), "utf8")));

function flatten(tree: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[prefix + key, value] as const]
        : Object.entries(flatten(value, `${prefix}${key}.`)),
    ),
  );
}

const list = (language: string) =>
  readdirSync(new URL(`./${language}`, import.meta.url)).filter((name) => name.endsWith(".json"));

const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const holes = (text: string) => [...new Set(text.match(/\{\{\s*\w+/g) ?? [])].sort();

it("exists in both languages", () => expect(list("fr")).toEqual(list("en")));

describe.each(list("fr"))("%s", (file) => {
  const fr = read("fr", file);
  const en = read("en", file);

  it("has the same words in both languages", () => {
    const keys = (words: Record<string, string>) => [...new Set(Object.keys(words).map(plain))].sort();
    expect(keys(en)).toEqual(keys(fr));
  });

  it("fills the same holes", () => {
    for (const key of Object.keys(fr).filter((k) => k in en)) {
      expect(holes(en[key] ?? ""), key).toEqual(holes(fr[key] ?? ""));
    }
  });

  it("follows French typography (npm run words mends it)", () => {
    for (const [key, text] of Object.entries(fr)) {
      expect(text, key).toBe(french(text));
    }
  });
});

describe("french", () => {
  it.each([
    ["C'est vrai ?", "C’est vrai\u202F?"],
    ["Retirer « {{name}} » ?", "Retirer «\u00A0{{name}}\u00A0»\u202F?"],
    ["Espace : {{name}}", "Espace\u00A0: {{name}}"],
    ["{{name}} : {{count}} %", "{{name}}\u00A0: {{count}}\u00A0%"],
    ["à 18:15", "à 18:15"],
    ["40 s et 34 %", "40\u00A0s et 34\u00A0%"],
  ])("%s", (from, to) => expect(french(from)).toBe(to));
});

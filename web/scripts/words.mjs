// npm run words: gives every French locale file its typography, in place.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { french, mapWords } from "./typography.mjs";

const folder = new URL("../src/locales/fr/", import.meta.url);
for (const name of readdirSync(folder).filter((n) => n.endsWith(".json"))) {
  const file = new URL(name, folder);
  const before = readFileSync(file, "utf8");
  const after = `${JSON.stringify(mapWords(JSON.parse(before), french), null, 2)}\n`;
  if (JSON.stringify(JSON.parse(before)) !== JSON.stringify(JSON.parse(after))) {
    writeFileSync(file, after);
    console.log(`mended ${name}`);
  }
}

import { describe, expect, it } from "vitest";
import { measure, type TextRule } from "./count";
import { splitText } from "./thread";

const rule = (max: number): TextRule => ({ max, unit: "graphemes", urlCost: 0 });

describe("splitText", () => {
  it("leaves a text that fits whole", () => {
    expect(splitText("  Bonjour. ", rule(20))).toEqual(["Bonjour."]);
    expect(splitText("   ", rule(20))).toEqual([]);
  });

  it("prefers paragraphs, then sentences, then words", () => {
    expect(splitText("Un deux trois.\n\nQuatre cinq.", rule(20))).toEqual(["Un deux trois.", "Quatre cinq."]);
    expect(splitText("Un deux trois. Quatre cinq.", rule(20))).toEqual(["Un deux trois.", "Quatre cinq."]);
    expect(splitText("un deux trois quatre cinq", rule(14))).toEqual(["un deux trois", "quatre cinq"]);
  });

  it("cuts a word only when it alone is too long", () => {
    expect(splitText("anticonstitutionnel", rule(10))).toEqual(["anticonsti", "tutionnel"]);
  });

  it("never makes a part too long, never loses a word", () => {
    const text =
      "Il pleut sur Lorient. Les cirés sèchent à l’atelier ; on recoud, on répare, on recommence.\n\nVenez samedi ! ".repeat(
        9,
      );
    for (const max of [12, 40, 90, 300]) {
      const parts = splitText(text, rule(max));
      for (const part of parts) expect(measure(part, rule(max)).used).toBeLessThanOrEqual(max);
      expect(parts.join(" ").replace(/\s+/g, "")).toBe(text.replace(/\s+/g, ""));
    }
  });
});

import { describe, expect, it } from "vitest";
import { levelOf, measure, type TextRule } from "./count";

const rule = (over: Partial<TextRule> = {}): TextRule => ({
  max: 280,
  unit: "graphemes",
  urlCost: 0,
  ...over,
});

describe("measure", () => {
  it("counts what a reader sees", () => {
    expect(measure("été 👩‍👩‍👧‍👦", rule()).used).toBe(5);
    expect(measure("été 👩‍👩‍👧‍👦", rule({ unit: "code_points" })).used).toBe(11);
    expect(measure("é", rule({ unit: "utf8_bytes" })).used).toBe(2);
    expect(measure("👋", rule({ unit: "utf16" })).used).toBe(2);
  });

  it("charges every address the same", () => {
    const text = "Voir https://brume.example/une/tres/longue/adresse?x=1, demain.";
    expect(measure(text, rule({ urlCost: 23 })).used).toBe("Voir ".length + 23 + ", demain.".length);
  });

  it("leaves the bracket and the full stop out of an address", () => {
    expect(measure("(https://a.example).", rule({ urlCost: 23 })).used).toBe(1 + 23 + 2);
  });

  it("says where the text goes too far, never inside a character", () => {
    const m = measure("abcd👩‍👩‍👧‍👦e", rule({ max: 4 }));
    expect(m).toMatchObject({ used: 6, level: "over", cut: 4 });
    expect(measure("abcd", rule({ max: 4 }))).toMatchObject({ level: "near", cut: 4 });
    const bytes = measure("aé", rule({ max: 2, unit: "utf8_bytes" }));
    expect(bytes).toMatchObject({ used: 3, cut: 1 });
  });

  it("has no limit at zero", () => {
    expect(measure("x".repeat(10_000), rule({ max: 0 })).level).toBe("calm");
  });
});

describe("levelOf", () => {
  it("turns amber at 80 % and red past the limit", () => {
    expect([223, 224, 280, 281].map((n) => levelOf(n, 280))).toEqual(["calm", "near", "near", "over"]);
  });
});

import { describe, expect, it } from "vitest";
import { merge, same } from "./merge";

const base = {
  title: "Pluie",
  text: "Il pleut.",
  tags: ["a"],
  variants: { c1: { text: "court" } } as Record<string, { text: string }>,
};

describe("merge", () => {
  it("takes what only one of the two changed", () => {
    const result = merge(base, { ...base, text: "Il pleut fort." }, { ...base, title: "Averse" });
    expect(result).toEqual({
      value: { ...base, text: "Il pleut fort.", title: "Averse" },
      clashes: [],
      changed: true,
    });
  });

  it("keeps mine where both changed and hands theirs back", () => {
    const result = merge(base, { ...base, text: "À moi" }, { ...base, text: "À eux" });
    expect(result.value.text).toBe("À moi");
    expect(result.clashes).toEqual([{ path: "text", mine: "À moi", theirs: "À eux" }]);
    expect(result.changed).toBe(false);
  });

  it("goes down into variants, added and removed", () => {
    const mine = { ...base, variants: { c1: { text: "court" }, c2: { text: "neuf" } } };
    const theirs = { ...base, variants: {} };
    const result = merge(base, mine, theirs);
    expect(result.value.variants).toEqual({ c2: { text: "neuf" } });
    expect(result.clashes).toEqual([]);
  });

  it("does not clash when both wrote the same", () => {
    const both = { ...base, tags: ["a", "b"] };
    expect(merge(base, both, structuredClone(both))).toEqual({ value: both, clashes: [], changed: false });
  });

  it("joins lists of the same length item by item, else as one field", () => {
    const start = { s: ["un", "deux"] };
    expect(merge(start, { s: ["UN", "deux"] }, { s: ["un", "DEUX"] }).value.s).toEqual(["UN", "DEUX"]);
    const clash = merge(start, { s: ["UN", "deux"] }, { s: ["un"] });
    expect(clash.value.s).toEqual(["UN", "deux"]);
    expect(clash.clashes).toHaveLength(1);
  });
});

describe("same", () => {
  it("takes an absent key for an undefined one", () => {
    expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(same([1, 2], [1])).toBe(false);
    expect(same(null, {})).toBe(false);
  });
});

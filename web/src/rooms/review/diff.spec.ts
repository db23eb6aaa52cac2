import { describe, expect, it } from "vitest";
import { diffWords, unchanged } from "./diff";

const sides = (a: string, b: string) => {
  const changes = diffWords(a, b);
  return {
    old: changes
      .filter((c) => c.kind !== "new")
      .map((c) => c.text)
      .join(""),
    fresh: changes
      .filter((c) => c.kind !== "gone")
      .map((c) => c.text)
      .join(""),
  };
};

describe("diffWords", () => {
  it("shows what went before what came", () => {
    expect(diffWords("Jusqu’à mercredi minuit, règlement", "Jusqu’à jeudi minuit, règlement")).toEqual([
      { kind: "same", text: "Jusqu’à " },
      { kind: "gone", text: "mercredi" },
      { kind: "new", text: "jeudi" },
      { kind: "same", text: " minuit, règlement" },
    ]);
  });

  it("reads a run of replaced words as one change", () => {
    expect(diffWords("le chat gris dort", "le chien noir dort")).toEqual([
      { kind: "same", text: "le " },
      { kind: "gone", text: "chat gris" },
      { kind: "new", text: "chien noir" },
      { kind: "same", text: " dort" },
    ]);
  });

  it("knows equal, empty and wholly new texts", () => {
    expect(unchanged(diffWords("a b", "a b"))).toBe(true);
    expect(diffWords("", "a")).toEqual([{ kind: "new", text: "a" }]);
    expect(diffWords("a", "")).toEqual([{ kind: "gone", text: "a" }]);
    expect(diffWords("", "")).toEqual([]);
  });

  it("always gives both texts back", () => {
    const pairs: [string, string][] = [
      ["Il pleut !\n\nVenez.", "Il pleut fort !\nVenez tous, demain."],
      ["👋 #pluie @nolwenn", "👋🏽 #brume @nolwenn https://a.example"],
      ["x ".repeat(50), "y x ".repeat(40)],
      ["  a  b", "b  a  "],
    ];
    for (const [a, b] of pairs) expect(sides(a, b)).toEqual({ old: a, fresh: b });
  });
});

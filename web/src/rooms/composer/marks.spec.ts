import { describe, expect, it } from "vitest";
import { firstAddress, marks } from "./marks";

const kinds = (text: string, limit = text.length) =>
  marks(text, limit)
    .filter((piece) => piece.kind !== "text")
    .map((piece) => [piece.kind, piece.text]);

describe("marks", () => {
  it("finds hashtags, mentions and addresses", () => {
    expect(kinds("Avec #CoiffezLaBrume et @nolwenn.coud : https://brume.example/x.")).toEqual([
      ["tag", "#CoiffezLaBrume"],
      ["mention", "@nolwenn.coud"],
      ["address", "https://brume.example/x"],
    ]);
  });

  it("leaves numbers, mail addresses and anchors alone", () => {
    expect(kinds("n°#12, moi@brume.example, a#b")).toEqual([]);
    expect(kinds("https://a.example/#ancre @été")).toEqual([
      ["address", "https://a.example/#ancre"],
      ["mention", "@été"],
    ]);
  });

  it("cuts at the limit, inside an entity too", () => {
    expect(marks("ab #tag", 4)).toEqual([
      { kind: "text", text: "ab ", over: false },
      { kind: "tag", text: "#", over: false },
      { kind: "tag", text: "tag", over: true },
    ]);
  });

  it("always gives the text back", () => {
    const text = "Un #mot @là https://x.example fin";
    for (let limit = 0; limit <= text.length; limit++) {
      expect(
        marks(text, limit)
          .map((p) => p.text)
          .join(""),
      ).toBe(text);
    }
  });
});

describe("firstAddress", () => {
  it("gives the first, or none", () => {
    expect(firstAddress("voir https://a.example, https://b.example")).toBe("https://a.example");
    expect(firstAddress("rien")).toBeUndefined();
  });
});

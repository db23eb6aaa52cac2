import { describe, expect, it } from "vitest";
import { placeCards, roomy, rowHeights, thin, tight } from "./fit";

const card = (id: string, minute: number) => ({ id, minute });

describe("placeCards", () => {
  it("shortens a card before it narrows it", () => {
    const [first, second] = placeCards([card("a", 465), card("b", 510)]);
    expect(first).toMatchObject({ id: "a", start: 465, end: 510, columns: 1 });
    expect(second).toMatchObject({ end: 510 + roomy, columns: 1 });
  });

  it("puts cards of one minute, or too close, side by side", () => {
    expect(placeCards([card("a", 480), card("b", 480)]).map((p) => p.columns)).toEqual([2, 2]);
    const close = placeCards([card("a", 480), card("b", 490)]);
    expect(close.map((p) => p.columns)).toEqual([2, 2]);
    expect(close[0]?.end).toBe(480 + roomy);
  });

  it("keeps the last minutes of a day inside it", () => {
    const [place] = placeCards([card("a", 24 * 60 - 1)]);
    expect(place).toMatchObject({ start: 24 * 60 - tight, end: 24 * 60 });
  });
});

describe("thin", () => {
  it("gathers what does not fit", () => {
    const places = placeCards(["a", "b", "c", "d", "e"].map((id) => card(id, 600)));
    const { shown, crowds } = thin(places, 3);
    expect(shown.map((p) => p.id)).toEqual(["a", "b"]);
    expect(shown.every((p) => p.columns === 3 && p.width === 1)).toBe(true);
    expect(crowds).toEqual([{ start: 600, end: 680, ids: ["c", "d", "e"] }]);
  });

  it("leaves a quiet day alone", () => {
    const places = placeCards([card("a", 600), card("b", 700)]);
    expect(thin(places, 3)).toEqual({ shown: places, crowds: [] });
  });
});

describe("rowHeights", () => {
  it("shares alike when there is enough", () => {
    expect(rowHeights([80, 80, 80, 80], 600)).toEqual([150, 150, 150, 150]);
  });
  it("gives more to who needs more, from the others", () => {
    expect(rowHeights([80, 200, 80], 400)).toEqual([100, 200, 100]);
    expect(rowHeights([80, 200, 110], 400)).toEqual([90, 200, 110]);
  });
  it("overflows only when it must, and holds nothing in nothing", () => {
    expect(rowHeights([100, 100], 120)).toEqual([100, 100]);
    expect(rowHeights([], 120)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { layoutBars, layoutDay } from "./layout";

const block = (id: string, start: number, end: number) => ({ id, start, end });
const byId = <T extends { id: string }>(places: T[]) => Object.fromEntries(places.map((p) => [p.id, p]));

describe("layoutDay", () => {
  it("gives a lone block the whole width", () => {
    expect(layoutDay([block("a", 60, 120)])[0]).toMatchObject({ column: 0, columns: 1, width: 1 });
  });

  it("puts blocks that share an instant side by side", () => {
    const at = byId(layoutDay([block("a", 60, 120), block("b", 90, 150)]));
    expect(at.a).toMatchObject({ column: 0, columns: 2 });
    expect(at.b).toMatchObject({ column: 1, columns: 2 });
  });

  it("does not count blocks that only touch", () => {
    const at = byId(layoutDay([block("a", 60, 120), block("b", 120, 180)]));
    expect(at.a?.columns).toBe(1);
    expect(at.b?.columns).toBe(1);
  });

  it("re-uses a column that has become free", () => {
    const at = byId(layoutDay([block("a", 0, 60), block("b", 30, 180), block("c", 60, 120)]));
    expect(at.c).toMatchObject({ column: 0, columns: 2 });
  });

  it("lets a block spread over what nobody uses", () => {
    const at = byId(
      layoutDay([block("a", 0, 60), block("b", 0, 60), block("c", 0, 200), block("d", 100, 160)]),
    );
    expect(at.c?.column).toBe(0);
    expect(at.d).toMatchObject({ column: 1, columns: 3, width: 2 });
  });

  it("never lets two blocks of one column overlap", () => {
    let seed = 7;
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    for (let round = 0; round < 200; round++) {
      const blocks = Array.from({ length: 1 + next(14) }, (_, i) => {
        const start = next(1380);
        return block(`b${i}`, start, start + 15 + next(120));
      });
      const places = layoutDay(blocks);
      expect(places).toHaveLength(blocks.length);
      for (const a of places)
        for (const b of places) {
          if (a.id === b.id || a.start >= b.end || b.start >= a.end) continue;
          const apart = a.column + a.width <= b.column || b.column + b.width <= a.column;
          expect(apart).toBe(true);
        }
    }
  });
});

describe("layoutBars", () => {
  it("cuts what begins before and goes on after", () => {
    expect(layoutBars([{ id: "c", first: -3, last: 12 }], 7)[0]).toEqual({
      id: "c",
      first: 0,
      last: 6,
      lane: 0,
      opensBefore: true,
      goesOn: true,
    });
  });

  it("shares a lane between bars that do not meet and stacks those that do", () => {
    const at = byId(
      layoutBars(
        [
          { id: "a", first: 0, last: 2 },
          { id: "b", first: 2, last: 3 },
          { id: "c", first: 3, last: 6 },
          { id: "out", first: 9, last: 10 },
        ],
        7,
      ),
    );
    expect([at.a?.lane, at.b?.lane, at.c?.lane, at.out]).toEqual([0, 1, 0, undefined]);
  });
});

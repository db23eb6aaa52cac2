import { describe, expect, it } from "vitest";
import { hoursOf, lanesOf, minutesOf } from "./lanes";

describe("lanesOf", () => {
  it("puts side by side what does not meet, below what does", () => {
    const spots = [
      { start: 465, width: 120 },
      { start: 510, width: 120 },
      { start: 585, width: 120 },
      { start: 600, width: 60 },
      { start: 720, width: 60 },
    ];
    expect(lanesOf(spots)).toEqual([0, 1, 0, 2, 0]);
  });
  it("has nothing to do with nothing", () => expect(lanesOf([])).toEqual([]));
});

describe("hoursOf", () => {
  it("shows the working day", () => expect(hoursOf([600])).toEqual({ from: 420, to: 1260 }));
  it("stretches to what falls outside, never past midnight", () =>
    expect(hoursOf([330, 1430])).toEqual({ from: 300, to: 1440 }));
});

it("minutesOf reads a wall time", () => expect(minutesOf("2026-11-24T18:15")).toBe(1095));

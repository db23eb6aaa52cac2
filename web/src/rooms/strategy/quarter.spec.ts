import { describe, expect, it } from "vitest";
import { quarterOf, todayIn } from "./quarter";

describe("quarterOf", () => {
  it("counts the days gone by, today included", () => {
    expect(quarterOf("2026-11-24")).toEqual({
      year: 2026,
      number: 4,
      from: "2026-10-01",
      to: "2026-12-31",
      elapsed: 55,
      days: 92,
    });
  });
  it("holds its own ends, leap years too", () => {
    expect(quarterOf("2028-02-29")).toMatchObject({ number: 1, to: "2028-03-31", days: 91 });
    expect(quarterOf("2026-04-01")).toMatchObject({ number: 2, elapsed: 1 });
    expect(quarterOf("2026-06-30")).toMatchObject({ number: 2, elapsed: 91, days: 91 });
  });
});

it("todayIn follows the zone, not the browser", () => {
  const late = new Date("2026-11-24T23:30:00Z");
  expect(todayIn("Europe/Paris", late)).toBe("2026-11-25");
  expect(todayIn("America/Montreal", late)).toBe("2026-11-24");
});

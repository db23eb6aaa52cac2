import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { daysOf, monthGrid, shift, spanOf, startOfWeek, todayIn, weekDays } from "./grid";

const day = (text: string) => Temporal.PlainDate.from(text);

describe("monthGrid", () => {
  it("starts on Monday and holds whole weeks", () => {
    const weeks = monthGrid(day("2026-11-18"));
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.days[0]?.toString()).toBe("2026-10-26");
    expect(weeks[5]?.days[6]?.toString()).toBe("2026-12-06");
    expect(weeks.every((week) => week.days.length === 7)).toBe(true);
  });

  it("needs four rows for a February that begins on a Monday", () => {
    expect(monthGrid(day("2027-02-10"))).toHaveLength(4);
  });

  it("numbers weeks as ISO does, across the year's end", () => {
    expect(monthGrid(day("2026-12-31")).map((week) => week.number)).toEqual([49, 50, 51, 52, 53]);
    expect(monthGrid(day("2027-01-01"))[0]?.number).toBe(53);
  });
});

describe("weeks", () => {
  it("puts Sunday at the end", () => {
    expect(startOfWeek(day("2026-11-29")).toString()).toBe("2026-11-23");
    expect(weekDays(day("2026-11-29"))[6]?.toString()).toBe("2026-11-29");
  });
});

describe("spanOf", () => {
  it("lasts 167 hours in the week that loses one", () => {
    const span = spanOf(weekDays(day("2026-03-29")), "Europe/Paris");
    expect(span.from.until(span.to).total("hours")).toBe(167);
  });

  it("lasts 25 hours on the day that gains one", () => {
    const span = spanOf([day("2026-10-25")], "Europe/Paris");
    expect(span.from.until(span.to).total("hours")).toBe(25);
    expect(span.from.toString()).toBe("2026-10-24T22:00:00Z");
  });

  it("begins at one where midnight does not exist", () => {
    const span = spanOf([day("2018-11-04")], "America/Sao_Paulo");
    expect(span.from.until(span.to).total("hours")).toBe(23);
  });
});

describe("moving through time", () => {
  it("goes to the first of the next month from a 31st", () => {
    expect(shift("month", day("2026-10-31"), 1).toString()).toBe("2026-11-01");
    expect(shift("month", day("2026-03-31"), -1).toString()).toBe("2026-02-01");
  });

  it("goes by weeks, days and four weeks", () => {
    expect(shift("week", day("2026-11-24"), 1).toString()).toBe("2026-12-01");
    expect(shift("day", day("2026-11-24"), -1).toString()).toBe("2026-11-23");
    expect(shift("list", day("2026-11-24"), 1).toString()).toBe("2026-12-22");
    expect(daysOf("list", day("2026-11-24"))).toHaveLength(28);
  });

  it("knows what day it is elsewhere", () => {
    const now = Temporal.Instant.from("2026-11-24T23:30:00Z");
    expect(todayIn("Europe/Paris", now).toString()).toBe("2026-11-25");
    expect(todayIn("America/Montreal", now).toString()).toBe("2026-11-24");
  });
});

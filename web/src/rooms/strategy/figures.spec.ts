import { describe, expect, it } from "vitest";
import { formatFor } from "@/i18n/format";
import type { Kpi } from "@/queries/strategy";
import { elapsedPart, kpiFigure, mainKpi, paceOf } from "./figures";

const fr = formatFor("fr", "Europe/Paris");
const kpi = (name: string, vanity: boolean): Kpi => ({
  name,
  vanity,
  unit: "",
  baseline: 0,
  target: 1,
  current: 0,
});

describe("kpiFigure", () => {
  it("keeps the unit, and never turns what is missing into zero", () => {
    expect(kpiFigure(38400, "€", fr)).toBe("38\u00A0400\u00A0€");
    expect(kpiFigure(4.75, "", fr)).toBe("4,8");
    expect(kpiFigure(0, "%", fr)).toBe("0\u00A0%");
    expect(kpiFigure(null, "%", fr)).toBeUndefined();
  });
});

it("mainKpi prefers what says something of the business", () => {
  expect(mainKpi([kpi("Abonnés", true), kpi("Ventes", false)])?.name).toBe("Ventes");
  expect(mainKpi([kpi("Abonnés", true)])?.name).toBe("Abonnés");
  expect(mainKpi([])).toBeUndefined();
});

describe("paceOf", () => {
  it.each([
    [0.7, 0.6, "ahead"],
    [0.6, 0.6, "ahead"],
    [0.4, 0.6, "late"],
    [0.2, 0.6, "risk"],
    [null, 0.6, undefined],
  ] as const)("%s against %s", (attainment, expected, want) =>
    expect(paceOf(attainment, expected)).toBe(want),
  );
});

it("elapsedPart stays between its ends", () => {
  expect(elapsedPart("2026-10-01", "2026-10-11", "2026-10-06")).toBe(0.5);
  expect(elapsedPart("2026-10-01", "2026-10-11", "2026-11-06")).toBe(1);
  expect(elapsedPart("2026-10-01", "2026-10-11", "2026-09-06")).toBe(0);
  expect(elapsedPart("2026-10-11", "2026-10-11", "2026-10-06")).toBe(1);
});

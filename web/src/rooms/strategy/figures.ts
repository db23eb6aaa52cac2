import type { Format } from "@/i18n/format";
import type { Kpi } from "@/queries/strategy";

/** A figure of a KPI with its unit: 38 400 €, 91 %. Undefined when nobody entered it: never zero. */
export function kpiFigure(value: number | null, unit: string, format: Format): string | undefined {
  if (value === null) {
    return undefined;
  }
  const text = format.number(value, Number.isInteger(value) ? 0 : 1);
  return unit ? `${text}\u00A0${unit}` : text;
}

/** The KPI that speaks for an objective: the first that is no vanity figure, else the first. */
export function mainKpi(kpis: readonly Kpi[]): Kpi | undefined {
  return kpis.find((kpi) => !kpi.vanity) ?? kpis[0];
}

/** How an objective goes: its attainment against the time gone by. */
export function paceOf(
  attainment: number | null | undefined,
  expected: number,
): "ahead" | "late" | "risk" | undefined {
  if (attainment === null || attainment === undefined) {
    return undefined;
  }
  if (attainment >= expected) {
    return "ahead";
  }
  return attainment >= expected * 0.6 ? "late" : "risk";
}

/** The part of the time from start to end that has gone by, 0 to 1. */
export function elapsedPart(start: string, end: string, now: string): number {
  const [from, to, at] = [start, end, now].map((day) => Date.parse(day)) as [number, number, number];
  if (!(to > from)) {
    return 1;
  }
  return Math.max(0, Math.min(1, (at - from) / (to - from)));
}

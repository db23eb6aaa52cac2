import { Temporal } from "temporal-polyfill";
import { type View, views } from "./grid";

/** The filters a person may combine; within one, any of the values will do. */
export const filterKeys = [
  "channel",
  "status",
  "pillar",
  "campaign",
  "objective",
  "audience",
  "stage",
  "label",
] as const;

export type FilterKey = (typeof filterKeys)[number];

/** What the address of the calendar says: it can be sent to a colleague. */
export type CalendarSearch = {
  view?: View;
  /** A day shown, "2026-11-24"; absent: today. */
  date?: string;
  zone?: string;
  /** Words looked for in the posts. */
  q?: string;
  /** The post open in the side panel. */
  post?: string;
  /** The day open in the side panel, "2026-11-24". */
  day?: string;
} & { [key in FilterKey]?: string[] };

/**
 * Reads an address, whoever wrote it: what is not understood is left out, so
 * that an old or mistyped link still opens the calendar.
 */
export function readSearch(raw: Record<string, unknown>): CalendarSearch {
  const search: CalendarSearch = {};
  if (views.includes(raw.view as View)) search.view = raw.view as View;
  const date = text(raw.date);
  if (date && isDate(date)) search.date = date;
  const zone = text(raw.zone);
  if (zone && isZone(zone)) search.zone = zone;
  const q = text(raw.q);
  if (q) search.q = q;
  const post = text(raw.post);
  if (post) search.post = post;
  const day = text(raw.day);
  if (day && isDate(day)) search.day = day;
  for (const key of filterKeys) {
    const values = list(raw[key]);
    if (values.length > 0) search[key] = values;
  }
  return search;
}

/** The query of the API for these filters: one repeated key per value. */
export function filterQuery(search: CalendarSearch): Record<string, string[] | string> {
  const query: Record<string, string[] | string> = {};
  for (const key of filterKeys) {
    const values = search[key];
    if (values && values.length > 0) query[key] = values;
  }
  if (search.q) query.q = search.q;
  return query;
}

/** Adds the value to a filter, or takes it away. */
export function toggled(search: CalendarSearch, key: FilterKey, value: string): CalendarSearch {
  const now = search[key] ?? [];
  const next = now.includes(value) ? now.filter((v) => v !== value) : [...now, value].sort();
  return withFilter(search, key, next);
}

/** Replaces a filter; an empty one leaves the address. */
export function withFilter(search: CalendarSearch, key: FilterKey, values: string[]): CalendarSearch {
  const { [key]: _, ...rest } = search;
  return values.length > 0 ? { ...rest, [key]: values } : rest;
}

/** How many filters narrow what is shown, the words looked for included. */
export function countFilters(search: CalendarSearch): number {
  return filterKeys.filter((key) => search[key]?.length).length + (search.q ? 1 : 0);
}

/** The same address, nothing narrowed. */
export function withoutFilters(search: CalendarSearch): CalendarSearch {
  const rest = { ...search };
  for (const key of filterKeys) delete rest[key];
  delete rest.q;
  return rest;
}

function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function list(value: unknown): string[] {
  const raw = Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [];
  const clean = raw.map(text).filter((v): v is string => v !== undefined);
  return [...new Set(clean)].sort();
}

function isDate(value: string): boolean {
  try {
    Temporal.PlainDate.from(value, { overflow: "reject" });
    return /^\d{4}-\d{2}-\d{2}$/.test(value);
  } catch {
    return false;
  }
}

function isZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }) !== undefined;
  } catch {
    return false;
  }
}

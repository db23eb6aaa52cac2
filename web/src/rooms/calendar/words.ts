import type { Temporal } from "temporal-polyfill";
import type { Format } from "@/i18n/format";
import { useFormat } from "@/i18n/useFormat";

/** "18:15", for cards and labels. */
export function clock(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: "minute" }).slice(11);
}

/** "07:00", for the gutter of hours. */
export function hourLabel(hour: number): string {
  return `${hour}:00`;
}

/** Writes dates of a calendar, which have no zone: noon UTC of the day, read in UTC. */
export interface DayWords {
  /** mardi 24 novembre */
  long(day: Temporal.PlainDate): string;
  /** mar. 24 */
  short(day: Temporal.PlainDate): string;
  /** novembre 2026 */
  month(day: Temporal.PlainDate): string;
  /** 23 – 29 novembre 2026 */
  range(first: Temporal.PlainDate, last: Temporal.PlainDate): string;
  /** lundi, or lun. */
  weekday(day: Temporal.PlainDate, form: "long" | "short"): string;
  /** nov. */
  monthShort(day: Temporal.PlainDate): string;
}

export function useDayWords(): DayWords {
  const format = useFormat("UTC");
  return dayWords(format);
}

const made = new WeakMap<Format, DayWords>();

function dayWords(format: Format): DayWords {
  const known = made.get(format);
  if (known) return known;
  const tag = format.language === "fr" ? "fr-FR" : "en-GB";
  const write = (day: Temporal.PlainDate, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" }).format(new Date(noon(day)));
  const words: DayWords = {
    long: (day) => format.day(noon(day)),
    short: (day) => format.dayShort(noon(day)),
    month: (day) => format.month(noon(day)),
    range: (first, last) => format.range(noon(first), noon(last)),
    weekday: (day, weekday) => write(day, { weekday }),
    monthShort: (day) => write(day, { month: "short" }),
  };
  made.set(format, words);
  return words;
}

function noon(day: Temporal.PlainDate): string {
  return `${day.toString()}T12:00:00Z`;
}

/** The first letter in capital: titles begin with one, months and days do not. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The town that names a zone. */
export function city(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

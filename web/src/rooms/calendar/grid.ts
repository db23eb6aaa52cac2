import { Temporal } from "temporal-polyfill";

/** The ways of looking at the plan. */
export type View = "month" | "week" | "day" | "list";

export const views: readonly View[] = ["month", "week", "day", "list"];

export interface Week {
  /** ISO week number: the French “semaine 48”. */
  number: number;
  days: Temporal.PlainDate[];
}

/** A half-open range of instants, as the calendar is asked for. */
export interface Span {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

/** The Monday of the week that holds date. */
export function startOfWeek(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

/** The seven days of the week that holds date, Monday first. */
export function weekDays(date: Temporal.PlainDate): Temporal.PlainDate[] {
  const monday = startOfWeek(date);
  return Array.from({ length: 7 }, (_, i) => monday.add({ days: i }));
}

/**
 * The weeks that a month touches, whole, Monday first: four to six rows. Days of
 * the neighbouring months fill the first and last rows.
 */
export function monthGrid(date: Temporal.PlainDate): Week[] {
  const first = date.with({ day: 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 });
  const weeks: Week[] = [];
  for (
    let monday = startOfWeek(first);
    Temporal.PlainDate.compare(monday, last) <= 0;
    monday = monday.add({ days: 7 })
  ) {
    weeks.push({ number: monday.weekOfYear ?? 0, days: weekDays(monday) });
  }
  return weeks;
}

/** The days on screen: the whole grid of a month, four weeks of a list. */
export function daysOf(view: View, date: Temporal.PlainDate): Temporal.PlainDate[] {
  switch (view) {
    case "month":
      return monthGrid(date).flatMap((week) => week.days);
    case "week":
      return weekDays(date);
    case "day":
      return [date];
    case "list":
      return Array.from({ length: 28 }, (_, i) => startOfWeek(date).add({ days: i }));
  }
}

/** The instants between the first midnight shown and the one after the last day. */
export function spanOf(days: readonly Temporal.PlainDate[], zone: string): Span {
  const first = days[0];
  const last = days[days.length - 1];
  if (!first || !last) throw new RangeError("a view shows at least one day");
  return {
    from: first.toZonedDateTime(zone).toInstant(),
    to: last.add({ days: 1 }).toZonedDateTime(zone).toInstant(),
  };
}

/** Where the arrows of the header lead: one month, one week, one day, four weeks. */
export function shift(view: View, date: Temporal.PlainDate, by: 1 | -1): Temporal.PlainDate {
  switch (view) {
    case "month":
      return date.with({ day: 1 }).add({ months: by });
    case "week":
      return date.add({ weeks: by });
    case "day":
      return date.add({ days: by });
    case "list":
      return date.add({ weeks: 4 * by });
  }
}

/** What the calendar of a person in zone calls today. */
export function todayIn(zone: string, now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO(zone).toPlainDate();
}

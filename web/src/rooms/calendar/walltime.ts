import { Temporal } from "temporal-polyfill";

/** What became of a wall time once its zone was asked. */
export type Fit = "plain" | "gap" | "fold";

export interface Resolved {
  /** The wall time that will really be: later than asked inside a gap. */
  wall: Temporal.PlainDateTime;
  instant: Temporal.Instant;
  /** gap: that hour does not exist that night; fold: it comes twice, the first is taken. */
  fit: Fit;
}

/** Minutes between the lines a dragged card snaps to. */
export const snap = 15;

/**
 * Gives the instant of a wall time. An hour that does not exist moves forward by
 * the length of the gap; an hour that comes twice is the first one.
 */
export function resolveWall(wall: Temporal.PlainDateTime, zone: string): Resolved {
  const zoned = wall.toZonedDateTime(zone, { disambiguation: "compatible" });
  const real = zoned.toPlainDateTime();
  if (!real.equals(wall)) return { wall: real, instant: zoned.toInstant(), fit: "gap" };
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  const fit = later.equals(zoned) ? "plain" : "fold";
  return { wall, instant: zoned.toInstant(), fit };
}

/** The wall time of an instant in a zone, to the minute. */
export function wallOf(instant: Temporal.Instant, zone: string): Temporal.PlainDateTime {
  return instant
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .round({ smallestUnit: "minute", roundingMode: "trunc" });
}

/** The form the API speaks: "2026-11-24T18:15". */
export function wallText(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: "minute" });
}

/** A card dropped on another day keeps its hour. */
export function toDay(wall: Temporal.PlainDateTime, day: Temporal.PlainDate): Temporal.PlainDateTime {
  return day.toPlainDateTime(wall.toPlainTime());
}

/** A card dropped at some height of a day: minutes since midnight, snapped, kept inside the day. */
export function toMinute(day: Temporal.PlainDate, minute: number): Temporal.PlainDateTime {
  const snapped = Math.round(minute / snap) * snap;
  const kept = Math.min(Math.max(0, snapped), 24 * 60 - snap);
  return day.toPlainDateTime({ hour: Math.floor(kept / 60), minute: kept % 60 });
}

/** Minutes since midnight of a wall time. */
export function minuteOf(wall: Temporal.PlainDateTime): number {
  return wall.hour * 60 + wall.minute;
}

/** A moment that is gone may hold nothing new: less than a minute ahead counts as gone. */
export function isPast(instant: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now.add({ seconds: 30 })) <= 0;
}

/**
 * Says whether moving an approved post from one instant to another re-opens its
 * approval. The margin of the policy is "none", "same_day", "any", or minutes.
 */
export function reopens(
  from: Temporal.Instant,
  to: Temporal.Instant,
  zone: string,
  margin: string | number,
): boolean {
  if (margin === "any") return false;
  if (margin === "none") return !from.equals(to);
  if (typeof margin === "string") {
    const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
    return !day(from).equals(day(to));
  }
  return Math.abs(from.until(to).total("minutes")) > margin;
}

export interface Offset {
  /** "UTC+1", "UTC−3:30". */
  label: string;
  /** The next change of clocks on the days shown, if any. */
  change?: { at: Temporal.Instant; forward: boolean; minutes: number };
}

/** How a zone stands at an instant, and whether its clocks change before `until`. */
export function offsetOf(zone: string, from: Temporal.Instant, until: Temporal.Instant): Offset {
  const at = from.toZonedDateTimeISO(zone);
  const label = offsetLabel(at.offsetNanoseconds / 6e10);
  const next = at.getTimeZoneTransition("next");
  if (!next || Temporal.Instant.compare(next.toInstant(), until) >= 0) return { label };
  const minutes = (next.offsetNanoseconds - at.offsetNanoseconds) / 6e10;
  return { label, change: { at: next.toInstant(), forward: minutes > 0, minutes: Math.abs(minutes) } };
}

function offsetLabel(minutes: number): string {
  if (minutes === 0) return "UTC";
  const sign = minutes < 0 ? "\u2212" : "+";
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return rest === 0 ? `UTC${sign}${whole}` : `UTC${sign}${whole}:${String(rest).padStart(2, "0")}`;
}

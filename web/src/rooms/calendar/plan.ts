import { Temporal } from "temporal-polyfill";
import type { Card } from "@/queries/editorial";
import { minuteOf, wallOf } from "./walltime";

/** A card of the API where the calendar will draw it: on the clock of the zone shown. */
export interface Planned {
  card: Card;
  id: string;
  instant: Temporal.Instant;
  wall: Temporal.PlainDateTime;
  /** "2026-11-24". */
  day: string;
  minute: number;
}

/** Puts cards on the clock of a zone, in the order of time. Those without a date are left out. */
export function planned(cards: readonly Card[], zone: string): Planned[] {
  const out: Planned[] = [];
  for (const card of cards) {
    if (!card.due) continue;
    const instant = Temporal.Instant.from(card.due);
    const wall = wallOf(instant, zone);
    out.push({
      card,
      id: card.id,
      instant,
      wall,
      day: wall.toPlainDate().toString(),
      minute: minuteOf(wall),
    });
  }
  return out.sort((a, b) => Temporal.Instant.compare(a.instant, b.instant) || (a.id < b.id ? -1 : 1));
}

/** The same cards under the day they fall on. */
export function byDay(cards: readonly Planned[]): Map<string, Planned[]> {
  const days = new Map<string, Planned[]>();
  for (const card of cards) {
    const day = days.get(card.day);
    if (day) day.push(card);
    else days.set(card.day, [card]);
  }
  return days;
}

/** The first words of a post: what was written for the team, else what will be read. */
export function headline(card: Card): string {
  return card.title || card.words;
}

/**
 * How many lines fit in a month's cell: what is past takes one line, what is to
 * come takes two. Keeps a line for “+n” when not all fit.
 */
export function fitMonth(
  cards: readonly Planned[],
  room: number,
  now: Temporal.Instant,
): { shown: Planned[]; hidden: number } {
  const shown: Planned[] = [];
  let left = room;
  for (const card of cards) {
    const height = monthHeight(card, now);
    if (height > left) break;
    left -= height;
    shown.push(card);
  }
  return { shown, hidden: cards.length - shown.length };
}

/** Pixels of a card in the month, its gap included. */
export function monthHeight(card: Planned, now: Temporal.Instant): number {
  return isSettled(card, now) ? 22 : 40;
}

/** Past and done with: one line is enough. What still asks for someone keeps its two. */
export function isSettled(card: Planned, now: Temporal.Instant): boolean {
  const done = card.card.status === "published" || card.card.status === "cancelled";
  return done && Temporal.Instant.compare(card.instant, now) < 0;
}

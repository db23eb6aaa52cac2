import { Temporal } from "temporal-polyfill";
import type { Note } from "@/queries/editorial";
import type { Campaign } from "@/queries/strategy";
import { type Bar, type Laid, layoutBars } from "./layout";

/** Something that lasts whole days and lies above the hours: a note or a campaign. */
export interface BandItem {
  id: string;
  kind: "campaign" | "note";
  text: string;
  first: Temporal.PlainDate;
  last: Temporal.PlainDate;
  /** Its colour as a CSS value; undefined: plain. */
  colour?: string;
}

export interface LaidBand extends Laid {
  item: BandItem;
}

/** Lays the items over the days, kind after kind, each on the first free lane. */
export function layBand(items: readonly BandItem[], days: readonly Temporal.PlainDate[]): LaidBand[] {
  const start = days[0];
  if (!start) return [];
  const index = (day: Temporal.PlainDate) => start.until(day).days;
  const byId = new Map(items.map((item) => [item.id, item]));
  // Campaigns lie on top: they last longest and keep their lane from week to week.
  const bars: Bar[] = [...items]
    .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))
    .map((item) => ({ id: item.id, first: index(item.first), last: index(item.last) }));
  return layoutBars(bars, days.length).flatMap((bar) => {
    const item = byId.get(bar.id);
    return item ? [{ ...bar, item }] : [];
  });
}

/** What lies over one day. */
export function bandsOn(items: readonly BandItem[], day: Temporal.PlainDate): BandItem[] {
  return items.filter(({ first, last }) => first.until(day).sign >= 0 && day.until(last).sign >= 0);
}

/** Notes and dated campaigns as the band shows them. */
export function bandItems(notes: readonly Note[], campaigns: readonly Campaign[]): BandItem[] {
  const day = (text: string) => Temporal.PlainDate.from(text);
  const bars = campaigns.flatMap((campaign, i): BandItem[] => {
    const { id, name, starts, ends, archivedAt } = campaign;
    if (!starts || !ends || archivedAt) return [];
    const colour = campaign.colour || `var(--pv-c${(i % 5) + 1})`;
    return [{ id, kind: "campaign", text: name, first: day(starts), last: day(ends), colour }];
  });
  const lines = notes.map((note): BandItem => {
    const { id, body, colour } = note;
    return {
      id,
      kind: "note",
      text: body,
      first: day(note.day),
      last: day(note.until),
      colour: colour || undefined,
    };
  });
  return [...bars, ...lines];
}

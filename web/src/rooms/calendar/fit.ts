import { type Block, layoutDay, type Place } from "./layout";

/** What a card needs to be placed on the hours of a day. */
export interface Timed {
  id: string;
  minute: number;
}

/** Minutes a card covers when nothing is near: three lines of text. */
export const roomy = 80;
/** Minutes of the smallest card: one line. */
export const tight = 30;

/**
 * Gives each card of a day the height it may take: a card gives up its second
 * and third lines before it gives up half its width, so that neighbours an hour
 * apart stay one under the other. Closer than one line, they stand side by side
 * and keep their lines.
 */
export function placeCards(cards: readonly Timed[]): Place[] {
  const starts = [...new Set(cards.map((card) => Math.min(card.minute, 24 * 60 - tight)))].sort(
    (a, b) => a - b,
  );
  const blocks: Block[] = cards.map((card) => {
    const start = Math.min(card.minute, 24 * 60 - tight);
    const next = starts.find((other) => other >= start + tight) ?? Number.POSITIVE_INFINITY;
    const height = Math.max(tight, Math.min(roomy, next - start, 24 * 60 - start));
    return { id: card.id, start, end: start + height };
  });
  return layoutDay(blocks);
}

/**
 * Shares a height between rows that each need a least: all alike where that is
 * enough for everyone, else those that need more take it from the others. The
 * sum exceeds the height only when the needs do.
 */
export function rowHeights(needs: readonly number[], height: number): number[] {
  const rows = needs.map(() => 0);
  let left = height;
  let open = needs.map((_, i) => i);
  for (;;) {
    const share = open.length > 0 ? left / open.length : 0;
    const greedy = open.filter((i) => (needs[i] ?? 0) > share);
    if (greedy.length === 0) {
      for (const i of open) rows[i] = share;
      return rows;
    }
    for (const i of greedy) {
      rows[i] = needs[i] ?? 0;
      left -= needs[i] ?? 0;
    }
    open = open.filter((i) => !greedy.includes(i));
    left = Math.max(0, left);
  }
}

/** Cards that found no room, gathered where the last column of their group stands. */
export interface Crowd {
  start: number;
  end: number;
  ids: string[];
}

/**
 * Keeps at most `most` columns: of a fuller group, the cards past the last-but-one
 * column are gathered into one “+n”.
 */
export function thin(places: readonly Place[], most: number): { shown: Place[]; crowds: Crowd[] } {
  const shown: Place[] = [];
  const crowds: Crowd[] = [];
  for (const place of places) {
    if (place.columns <= most) {
      shown.push(place);
      continue;
    }
    if (place.column < most - 1) {
      const width = Math.min(place.width, most - 1 - place.column);
      shown.push({ ...place, columns: most, width });
      continue;
    }
    const last = crowds[crowds.length - 1];
    if (last && place.start < last.end) {
      last.ids.push(place.id);
      last.end = Math.max(last.end, place.end);
    } else crowds.push({ start: place.start, end: place.end, ids: [place.id] });
  }
  return { shown, crowds };
}

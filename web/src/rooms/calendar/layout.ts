/** Something that takes room on a day's hours, in minutes since its midnight. */
export interface Block {
  id: string;
  start: number;
  end: number;
}

/** Where a block stands: its column among those that share its time. */
export interface Place {
  id: string;
  start: number;
  end: number;
  column: number;
  columns: number;
  /** How many columns it may spread over without touching another block. */
  width: number;
}

/**
 * Gives every block a column so that none covers another. Blocks that touch,
 * even through a third one, share one set of columns; a block spreads to its
 * right as far as nothing is in its way.
 */
export function layoutDay(blocks: readonly Block[]): Place[] {
  const sorted = [...blocks].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  const places: Place[] = [];
  let group: Place[] = [];
  let ends: number[] = [];
  let reach = Number.NEGATIVE_INFINITY;

  const close = () => {
    for (const place of group) {
      place.columns = ends.length;
      place.width = spread(place, group, ends.length);
    }
    places.push(...group);
    group = [];
    ends = [];
  };

  for (const block of sorted) {
    if (block.start >= reach) close();
    let column = ends.findIndex((end) => end <= block.start);
    if (column < 0) column = ends.length;
    ends[column] = block.end;
    reach = group.length === 0 ? block.end : Math.max(reach, block.end);
    group.push({ ...block, column, columns: 1, width: 1 });
  }
  close();
  return places;
}

function spread(place: Place, group: readonly Place[], columns: number): number {
  let free = columns;
  for (const other of group) {
    const together = other.start < place.end && place.start < other.end;
    if (together && other.column > place.column) free = Math.min(free, other.column);
  }
  return free - place.column;
}

/** Something that lies over whole days: a note, a campaign; ends are included. */
export interface Bar {
  id: string;
  first: number;
  last: number;
}

/** A bar cut to the days on screen, on its lane. */
export interface Laid extends Bar {
  lane: number;
  opensBefore: boolean;
  goesOn: boolean;
}

/**
 * Lays bars over `days` columns, longest first where they begin together, each
 * on the first lane that is free. Bars wholly outside are left out.
 */
export function layoutBars(bars: readonly Bar[], days: number): Laid[] {
  const lanes: number[] = [];
  return [...bars]
    .filter((bar) => bar.last >= 0 && bar.first < days)
    .sort((a, b) => a.first - b.first || b.last - a.last || (a.id < b.id ? -1 : 1))
    .map((bar) => {
      const first = Math.max(0, bar.first);
      const last = Math.min(days - 1, bar.last);
      let lane = lanes.findIndex((busyUntil) => busyUntil < first);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = last;
      return { id: bar.id, first, last, lane, opensBefore: bar.first < 0, goesOn: bar.last >= days };
    });
}

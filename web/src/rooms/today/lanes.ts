/** A thing on the time line: minutes from midnight where it starts, and how wide it is drawn, in minutes. */
export interface Spot {
  start: number;
  width: number;
}

/** The lane of each spot, in order, so that no two of a lane overlap; the fewest lanes are used. */
export function lanesOf(spots: readonly Spot[]): number[] {
  const ends: number[] = [];
  return spots.map(({ start, width }) => {
    const free = ends.findIndex((end) => end <= start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = start + width;
    return lane;
  });
}

/** The hours a day's line shows: from 7 to 21, wider when something falls outside. */
export function hoursOf(minutes: readonly number[]): { from: number; to: number } {
  const from = Math.min(7 * 60, ...minutes.map((m) => Math.floor(m / 60) * 60));
  const to = Math.max(21 * 60, ...minutes.map((m) => Math.min(24 * 60, Math.ceil((m + 90) / 60) * 60)));
  return { from, to };
}

/** Minutes from midnight of a wall time, 2026-11-24T18:15. */
export function minutesOf(wall: string): number {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
}

/** A card as the arrows see it: its day and its rank in that day. */
export interface Stop {
  id: string;
  day: number;
  minute: number;
}

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/**
 * The card an arrow leads to. Up and down follow time, from one day into the
 * next; left and right go to the nearest day that holds something, at the card
 * whose hour is closest. Undefined at the edge of what is shown.
 */
export function walk(stops: readonly Stop[], from: string, arrow: Arrow): string | undefined {
  const sorted = [...stops].sort((a, b) => a.day - b.day || a.minute - b.minute || (a.id < b.id ? -1 : 1));
  const index = sorted.findIndex((stop) => stop.id === from);
  const here = sorted[index];
  if (!here) return sorted[0]?.id;
  if (arrow === "ArrowUp") return sorted[index - 1]?.id;
  if (arrow === "ArrowDown") return sorted[index + 1]?.id;

  const ahead = arrow === "ArrowRight" ? 1 : -1;
  const days = sorted.filter((stop) => (stop.day - here.day) * ahead > 0);
  if (days.length === 0) return undefined;
  const nearest = Math.min(...days.map((stop) => Math.abs(stop.day - here.day)));
  return days
    .filter((stop) => Math.abs(stop.day - here.day) === nearest)
    .sort((a, b) => Math.abs(a.minute - here.minute) - Math.abs(b.minute - here.minute))[0]?.id;
}

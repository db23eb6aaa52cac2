import type { ReviewItem } from "@/queries/governance";

/** The queue in the order of urgency: what leaves first comes first, what has no date last. */
export function queued(items: readonly ReviewItem[]): ReviewItem[] {
  const at = (item: ReviewItem) => (item.due ? Date.parse(item.due) : Number.POSITIVE_INFINITY);
  const byDue = (a: ReviewItem, b: ReviewItem) => {
    const [x, y] = [at(a), at(b)];
    if (x !== y) return x < y ? -1 : 1;
    return a.requestedAt < b.requestedAt ? -1 : 1;
  };
  return [...items].sort(byDue);
}

/** The item after one that was just answered: the next below, else the one above; undefined when none is left. */
export function nextAfter(items: readonly ReviewItem[], id: string): string | undefined {
  const index = items.findIndex((item) => item.id === id);
  return (items[index + 1] ?? items[index - 1])?.id;
}

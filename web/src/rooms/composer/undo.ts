/** What was done and undone, around what is there now. */
export interface Trail<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last step touched and when: typing on goes into the same step. */
  mark?: { key: string; at: number };
}

/** Steps kept. */
const depth = 200;
/** A pause in typing that begins a new step, in milliseconds. */
const pause = 900;

export function begin<T>(present: T): Trail<T> {
  return { past: [], present, future: [] };
}

/**
 * Records a change. Changes with the same key that follow each other closely are
 * one step, so that undo takes back a phrase and not a letter.
 */
export function record<T>(trail: Trail<T>, next: T, key: string, at: number): Trail<T> {
  if (next === trail.present) return trail;
  const goesOn = trail.mark?.key === key && at - trail.mark.at < pause && trail.future.length === 0;
  const past = goesOn ? trail.past : [...trail.past, trail.present].slice(-depth);
  return { past, present: next, future: [], mark: { key, at } };
}

export function undo<T>(trail: Trail<T>): Trail<T> {
  const previous = trail.past[trail.past.length - 1];
  if (previous === undefined) return trail;
  return { past: trail.past.slice(0, -1), present: previous, future: [trail.present, ...trail.future] };
}

export function redo<T>(trail: Trail<T>): Trail<T> {
  const [next, ...future] = trail.future;
  if (next === undefined) return trail;
  return { past: [...trail.past, trail.present], present: next, future };
}

/** Puts something from elsewhere in place (a merge, a restored version): it can be undone too. */
export function replace<T>(trail: Trail<T>, next: T): Trail<T> {
  return record({ ...trail, mark: undefined }, next, "replace", 0);
}

import type { Temporal } from "temporal-polyfill";
import { type Fit, isPast, reopens, resolveWall } from "./walltime";

/** What a drop needs to know of the post it moves. */
export interface Movable {
  status: string;
  at?: Temporal.Instant;
}

/** Why a card stays where it is. */
export type Refusal = "past" | "gone" | "same";

export interface Verdict {
  refusal?: Refusal;
  /** The approval covers the old date only. */
  reopens: boolean;
  fit: Fit;
  wall: Temporal.PlainDateTime;
  instant: Temporal.Instant;
}

const fixed = new Set(["publishing", "published", "partial", "needs_person", "cancelled"]);
const approved = new Set(["approved", "scheduled", "held"]);

/** Says whether a post may still change its date: what went out, or may have, does not. */
export function mayMove(status: string): boolean {
  return !fixed.has(status);
}

/**
 * Judges a drop before it is made, as the server will: the past is refused, what
 * has left may only be copied, and an approved post beyond the margin goes back
 * to its approvers.
 */
export function judgeDrop(
  post: Movable,
  wall: Temporal.PlainDateTime,
  zone: string,
  now: Temporal.Instant,
  margin: string | number,
  copy: boolean,
): Verdict {
  const { instant, fit, wall: real } = resolveWall(wall, zone);
  const verdict: Verdict = { reopens: false, fit, wall: real, instant };
  if (isPast(instant, now)) return { ...verdict, refusal: "past" };
  if (copy) return verdict;
  if (!mayMove(post.status)) return { ...verdict, refusal: "gone" };
  if (post.at?.equals(instant)) return { ...verdict, refusal: "same" };
  verdict.reopens =
    approved.has(post.status) && post.at !== undefined && reopens(post.at, instant, zone, margin);
  return verdict;
}

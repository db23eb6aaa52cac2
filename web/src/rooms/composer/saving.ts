import type { Draft } from "@/queries/editorial";
import { type Clash, merge, same } from "./merge";

/** What the server keeps and what is on the screen. */
export interface Shelf {
  /** The version that `kept` is; 0 until the post exists. */
  version: number;
  kept: Draft;
}

/** Only what changed travels: two people at two fields never meet. */
export function patchOf(kept: Draft, now: Draft): Partial<Draft> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(now) as (keyof Draft)[]) {
    if (!same(kept[key], now[key])) patch[key] = now[key];
  }
  return Object.keys(patch).length > 0 ? (patch as Partial<Draft>) : undefined;
}

export interface Landed {
  shelf: Shelf;
  screen: Draft;
  clashes: Clash[];
}

/**
 * What the screen becomes when the server's draft arrives, after a save or
 * because somebody else saved: what was typed since `base` stays, what came from
 * elsewhere joins it.
 */
export function land(base: Draft, screen: Draft, arrived: Draft, version: number): Landed {
  const { value, clashes } = merge(base, screen, arrived);
  return { shelf: { version, kept: arrived }, screen: same(value, screen) ? screen : value, clashes };
}

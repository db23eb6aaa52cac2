import type { Channel } from "@/queries/channels";
import type { Draft, Segment } from "@/queries/editorial";
import { type Measure, measure, type TextRule } from "./count";
import { segmentsOf, type Target } from "./edit";

/** A text that nothing limits. */
export const freeRule: TextRule = { max: 0, unit: "graphemes", urlCost: 0 };

/** What counting needs of a channel. */
export type Limited = Pick<Channel, "id" | "network" | "name" | "handle" | "health" | "held" | "limits">;

const units: readonly TextRule["unit"][] = ["graphemes", "code_points", "utf8_bytes", "utf16"];

export function ruleOf(channel: Limited | undefined): TextRule {
  if (!channel) return freeRule;
  const { max, unit, urlCost } = channel.limits.text;
  return { max, urlCost, unit: units.find((known) => known === unit) ?? "code_points" };
}

/**
 * How the text of a target counts. The original is held to the strictest of the
 * channels that follow it: what fits it fits them all.
 */
export function countSegment(
  segment: Segment,
  target: Target,
  draft: Draft,
  channels: readonly Limited[],
): Measure {
  const measures = rulesFor(target, draft, channels).map((rule) => measure(segment.text, rule));
  return strictest(measures) ?? measure(segment.text, freeRule);
}

/** The count that a tab shows: that of its fullest message. */
export function countTarget(target: Target, draft: Draft, channels: readonly Limited[]): Measure {
  const counts = segmentsOf(draft, target).map((segment) => countSegment(segment, target, draft, channels));
  return strictest(counts) ?? measure("", freeRule);
}

/** The tightest rule that a target must keep, for splitting it. */
export function tightRule(target: Target, draft: Draft, channels: readonly Limited[]): TextRule {
  const limited = rulesFor(target, draft, channels).filter((rule) => rule.max > 0);
  return limited.sort((a, b) => a.max - b.max)[0] ?? freeRule;
}

function rulesFor(target: Target, draft: Draft, channels: readonly Limited[]): TextRule[] {
  if (target !== "original") return [ruleOf(channels.find((channel) => channel.id === target.channel))];
  const linked = draft.variants.filter((variant) => !variant.custom).map((variant) => variant.channel);
  return channels.filter((channel) => linked.includes(channel.id)).map(ruleOf);
}

function strictest(measures: readonly Measure[]): Measure | undefined {
  const fullness = (m: Measure) => (m.max > 0 ? m.used / m.max : -1);
  return [...measures].sort((a, b) => fullness(b) - fullness(a) || b.used - a.used)[0];
}

/** What every chosen channel that follows a target allows. */
export function abilities(target: Target, draft: Draft, channels: readonly Limited[]) {
  const ids = target === "original" ? draft.variants.map((variant) => variant.channel) : [target.channel];
  const limits = channels.flatMap((channel) => (ids.includes(channel.id) ? [channel.limits] : []));
  const images = limits.map((one) => one.media.images).filter((most) => most > 0);
  return {
    threads: limits.some((one) => one.threads),
    linkCards: limits.some((one) => one.linkCards),
    mostMedia: images.length > 0 ? Math.min(...images) : undefined,
  };
}

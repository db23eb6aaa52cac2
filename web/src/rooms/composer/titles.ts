import type { Draft } from "@/queries/editorial";
import { type Measure, measure } from "./count";
import { isCustom, relink, setVariant, type Target, toggleChannel, variantOf } from "./edit";
import type { Limited } from "./rules";

/**
 * The channels whose headline a target writes: those that follow the original, or
 * the one open. Empty where no network of the target shows a headline.
 */
export function titledChannels(target: Target, draft: Draft, channels: readonly Limited[]): Limited[] {
  return channels.filter(({ id, limits }) => {
    if (!limits.titles || !variantOf(draft, id)) return false;
    return target === "original" ? !isCustom(draft, { channel: id }) : id === target.channel;
  });
}

/** The headline of a target; undefined when channels that follow the original have several. */
export function titleOf(target: Target, draft: Draft, channels: readonly Limited[]): string | undefined {
  const titles = titledChannels(target, draft, channels).map(({ id }) => variantOf(draft, id)?.title ?? "");
  return new Set(titles).size > 1 ? undefined : (titles[0] ?? "");
}

export function setTitle(draft: Draft, target: Target, channels: readonly Limited[], title: string): Draft {
  return titledChannels(target, draft, channels).reduce(
    (now, { id }) => setVariant(now, id, { title: title || undefined }),
    draft,
  );
}

/** How a headline counts, held to the strictest network that shows it. */
export function countTitle(title: string, titled: readonly Limited[]): Measure {
  const most = titled.map(({ limits }) => limits.text.maxTitle).filter((max) => max > 0);
  const max = most.length > 0 ? Math.min(...most) : 0;
  return measure(title, { max, unit: "code_points", urlCost: 0 });
}

/** Adds a channel with the headline of those that follow the original, or takes it out. */
export function toggleTitled(draft: Draft, id: string, channels: readonly Limited[]): Draft {
  return takeTitle(draft, toggleChannel(draft, id), id, channels);
}

/** Back to the original, headline included. */
export function relinkTitled(draft: Draft, id: string, channels: readonly Limited[]): Draft {
  return takeTitle(draft, relink(draft, id), id, channels);
}

/** Gives a channel that now follows the original the headline that the others had before. */
function takeTitle(before: Draft, after: Draft, id: string, channels: readonly Limited[]): Draft {
  const others = titledChannels("original", before, channels).filter((one) => one.id !== id);
  const title = titleOf("original", before, others);
  return others.length > 0 && title !== undefined ? setTitle(after, { channel: id }, channels, title) : after;
}

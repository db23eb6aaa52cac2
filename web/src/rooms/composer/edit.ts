import type { Attachment, Draft, LinkCard, Segment, Variant } from "@/queries/editorial";

/** Which text is edited: the original, or the customised one of a channel. */
export type Target = "original" | { channel: string };

/** A post that nobody has written yet. */
export function emptyDraft(language: string): Draft {
  return {
    state: "draft",
    title: "",
    language,
    segments: [newSegment()],
    variants: [],
    labels: [],
    links: { objective: "", campaign: "", pillar: "", audience: "", stage: "" },
    late: 30,
  };
}

/** A message with an id of its own, so that two writers can move it and still agree. */
export function newSegment(text = ""): Segment {
  return { id: `s${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`, text, media: [] };
}

export function variantOf(draft: Draft, channel: string): Variant | undefined {
  return draft.variants.find((variant) => variant.channel === channel);
}

/** What a reader of this target will see: a linked channel follows the original. */
export function segmentsOf(draft: Draft, target: Target): Segment[] {
  if (target === "original") return draft.segments;
  const variant = variantOf(draft, target.channel);
  return variant?.custom && variant.segments ? variant.segments : draft.segments;
}

export function isCustom(draft: Draft, target: Target): boolean {
  return target !== "original" && variantOf(draft, target.channel)?.custom === true;
}

/** Adds a channel, linked to the original, or takes it out. */
export function toggleChannel(draft: Draft, channel: string): Draft {
  const there = variantOf(draft, channel);
  const variants = there
    ? draft.variants.filter((variant) => variant !== there)
    : [...draft.variants, { channel, custom: false }];
  return { ...draft, variants };
}

function withVariant(draft: Draft, channel: string, change: (variant: Variant) => Variant): Draft {
  return { ...draft, variants: draft.variants.map((v) => (v.channel === channel ? change(v) : v)) };
}

/** Gives a channel words of its own, beginning with the original's. */
export function customise(draft: Draft, channel: string): Draft {
  return withVariant(draft, channel, (variant) => ({
    ...variant,
    custom: true,
    segments: structuredClone(draft.segments),
  }));
}

/** Back to the original: what the channel had of its own goes. */
export function relink(draft: Draft, channel: string): Draft {
  return withVariant(draft, channel, ({ segments: _, ...variant }) => ({ ...variant, custom: false }));
}

export function setVariant(draft: Draft, channel: string, patch: Partial<Variant>): Draft {
  return withVariant(draft, channel, (variant) => ({ ...variant, ...patch }));
}

/** Replaces the messages of a target. Editing a linked channel edits the original: the tab says so. */
export function setSegments(draft: Draft, target: Target, segments: Segment[]): Draft {
  if (target !== "original" && isCustom(draft, target))
    return setVariant(draft, target.channel, { segments });
  return { ...draft, segments };
}

export function setSegment(draft: Draft, target: Target, id: string, patch: Partial<Segment>): Draft {
  const segments = segmentsOf(draft, target).map((segment) =>
    segment.id === id ? { ...segment, ...patch } : segment,
  );
  return setSegments(draft, target, segments);
}

export function setText(draft: Draft, target: Target, id: string, text: string): Draft {
  return setSegment(draft, target, id, { text });
}

export function setLink(draft: Draft, target: Target, id: string, link: LinkCard | undefined): Draft {
  return setSegment(draft, target, id, { link });
}

/** Adds a message after another one, or at the end. */
export function addSegment(draft: Draft, target: Target, after?: string): Draft {
  const segments = segmentsOf(draft, target);
  const index = after ? segments.findIndex((segment) => segment.id === after) : segments.length - 1;
  return setSegments(draft, target, segments.toSpliced(index + 1, 0, newSegment()));
}

/** Takes a message out; the last one stays, emptied. */
export function removeSegment(draft: Draft, target: Target, id: string): Draft {
  const left = segmentsOf(draft, target).filter((segment) => segment.id !== id);
  return setSegments(draft, target, left.length > 0 ? left : [newSegment()]);
}

/** Puts texts in the place of one message; its files and link stay with the first. */
export function splitInto(draft: Draft, target: Target, id: string, texts: readonly string[]): Draft {
  const segments = segmentsOf(draft, target).flatMap((segment) => {
    if (segment.id !== id || texts.length === 0) return [segment];
    const [head = "", ...rest] = texts;
    return [{ ...segment, text: head }, ...rest.map((text) => newSegment(text))];
  });
  return setSegments(draft, target, segments);
}

export function addMedia(draft: Draft, target: Target, id: string, assets: readonly string[]): Draft {
  const segment = segmentsOf(draft, target).find((one) => one.id === id);
  if (!segment) return draft;
  const known = new Set(segment.media.map((media) => media.asset));
  const fresh = assets.filter((asset) => !known.has(asset)).map((asset): Attachment => ({ asset }));
  return fresh.length === 0 ? draft : setSegment(draft, target, id, { media: [...segment.media, ...fresh] });
}

export function removeMedia(draft: Draft, target: Target, id: string, asset: string): Draft {
  const segment = segmentsOf(draft, target).find((one) => one.id === id);
  if (!segment) return draft;
  return setSegment(draft, target, id, { media: segment.media.filter((media) => media.asset !== asset) });
}

/** Moves a file to another rank. */
export function moveMedia(draft: Draft, target: Target, id: string, from: number, to: number): Draft {
  const segment = segmentsOf(draft, target).find((one) => one.id === id);
  const media = segment?.media[from];
  if (!segment || !media || to < 0 || to >= segment.media.length || from === to) return draft;
  return setSegment(draft, target, id, { media: segment.media.toSpliced(from, 1).toSpliced(to, 0, media) });
}

/** Describes a file in this post; where both original and channels show it, everywhere it has no other words. */
export function setAlt(draft: Draft, asset: string, alt: string): Draft {
  const described = (segments: Segment[]) =>
    segments.map((segment) => ({
      ...segment,
      media: segment.media.map((media) => (media.asset === asset ? withAlt(media, alt) : media)),
    }));
  return {
    ...draft,
    segments: described(draft.segments),
    variants: draft.variants.map((v) => (v.segments ? { ...v, segments: described(v.segments) } : v)),
  };
}

function withAlt({ alt: _, ...media }: Attachment, alt: string): Attachment {
  return alt === "" ? media : { ...media, alt };
}

/** Whether there is something to keep: a page opened and closed leaves no empty post behind. */
export function isEmpty(draft: Draft): boolean {
  const blank = (segment: Segment) =>
    segment.text.trim() === "" && segment.media.length === 0 && !segment.link;
  return (
    draft.title.trim() === "" &&
    draft.segments.every(blank) &&
    draft.variants.every((v) => !v.custom && !v.title)
  );
}

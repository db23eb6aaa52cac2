import type { Draft, Line, Segment } from "@/queries/editorial";
import {
  isCustom,
  removeMedia,
  segmentsOf,
  setSegments,
  type Target,
  toggleChannel,
  variantOf,
} from "./edit";

/** What mends a line: a change of the draft made at once, or a place to bring the person to. */
export type Repair =
  | { kind: "edit"; change: (draft: Draft) => Draft }
  | { kind: "text"; target: Target; segment: string }
  | { kind: "title"; target: Target }
  | { kind: "describe"; target: Target; asset: string }
  | { kind: "library"; target: Target; segment: string }
  | { kind: "date" }
  | { kind: "targets" }
  | { kind: "channels"; hold?: string }
  | { kind: "post"; id: string };

/** Gives the repair of a line in this draft; undefined when it is not one this build knows. */
export function repairOf(line: Line, draft: Draft): Repair | undefined {
  const target = targetOf(line, draft);
  const segments = segmentsOf(draft, target);
  const segment = line.segment || segments[0]?.id || "";
  switch (line.fix?.kind) {
    case "write":
    case "shorten":
      if (line.code === "preflight.title_too_long") return { kind: "title", target };
      return { kind: "text", target, segment };
    case "describe_image":
      return { kind: "describe", target: holder(line.asset, target, draft), asset: line.asset };
    case "add_media":
      return { kind: "library", target, segment };
    case "remove_media":
      return { kind: "edit", change: (now) => dropMedia(now, target, segment, line) };
    case "replace_word":
      return replaceWord(line, target, segment);
    case "choose_date":
      return { kind: "date" };
    case "choose_channel":
      return { kind: "targets" };
    case "remove_channel":
      return {
        kind: "edit",
        change: (now) => (variantOf(now, line.channel) ? toggleChannel(now, line.channel) : now),
      };
    case "release_hold":
      return { kind: "channels", hold: line.fix.hold };
    case "reconnect":
    case "open_channel":
      return { kind: "channels" };
    case "open_post":
      return line.fix.post ? { kind: "post", id: line.fix.post } : undefined;
    default:
      return undefined;
  }
}

/** The text to mend: a channel's own when it has one, else the original it follows. */
function targetOf(line: Line, draft: Draft): Target {
  const own: Target = { channel: line.channel };
  return line.channel !== "" && isCustom(draft, own) ? own : "original";
}

/** Where a file is shown: in the target, or in the first channel of its own words that has it. */
function holder(asset: string, target: Target, draft: Draft): Target {
  const shows = (segments: readonly Segment[]) =>
    segments.some((s) => s.media.some((m) => m.asset === asset));
  if (shows(segmentsOf(draft, target))) return target;
  const variant = draft.variants.find((one) => one.custom && shows(one.segments ?? []));
  return variant ? { channel: variant.channel } : target;
}

/** Takes out the file at fault, or the last ones past what the network takes. */
function dropMedia(draft: Draft, target: Target, segment: string, line: Line): Draft {
  if (line.asset) return removeMedia(draft, target, segment, line.asset);
  const most = Number(line.args.max ?? 0);
  const found = segmentsOf(draft, target).find((one) => one.id === segment);
  return (found?.media ?? [])
    .slice(most)
    .reduce((now, media) => removeMedia(now, target, segment, media.asset), draft);
}

function replaceWord(line: Line, target: Target, segment: string): Repair {
  const { text, with: instead } = line.fix ?? {};
  if (!text || !instead) return { kind: "text", target, segment };
  return {
    kind: "edit",
    change: (draft) =>
      setSegments(
        draft,
        target,
        segmentsOf(draft, target).map((one) =>
          one.id === segment ? { ...one, text: replaced(one.text, text, instead) } : one,
        ),
      ),
  };
}

/** Replaces a word wherever it stands whole, keeping its first capital. */
function replaced(text: string, word: string, instead: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(whole, (found) =>
    found.charAt(0) !== found.charAt(0).toLocaleLowerCase()
      ? instead.charAt(0).toLocaleUpperCase() + instead.slice(1)
      : instead,
  );
}

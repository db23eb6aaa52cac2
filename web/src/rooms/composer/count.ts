/** How a network counts the text of one segment. */
export interface TextRule {
  /** 0: no limit. */
  max: number;
  unit: "graphemes" | "code_points" | "utf8_bytes" | "utf16";
  /** What any address costs; 0: counted as written. */
  urlCost: number;
}

export type Level = "calm" | "near" | "over";

export interface Measure {
  used: number;
  max: number;
  level: Level;
  /** Where the text passes the limit, as an index in the string; its length when it fits. */
  cut: number;
}

/** An address in a text, from its scheme to the last character that belongs to it. */
export const addressPattern = /https?:\/\/[^\s<>"«»]*[^\s<>"«»().,;:!?…'’\]]/giu;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const utf8 = new TextEncoder();

/** Counts a text as the network will and says where it goes too far. Amber from 80 % on. */
export function measure(text: string, rule: TextRule): Measure {
  let used = 0;
  let cut = text.length;
  for (const atom of atoms(text, rule)) {
    used += atom.cost;
    if (rule.max > 0 && used > rule.max && cut === text.length) cut = atom.index;
  }
  return { used, max: rule.max, level: levelOf(used, rule.max), cut };
}

/** Grey, amber at 80 %, red over. */
export function levelOf(used: number, max: number): Level {
  if (max <= 0) return "calm";
  if (used > max) return "over";
  return used * 10 >= max * 8 ? "near" : "calm";
}

interface Atom {
  index: number;
  cost: number;
}

/** The smallest pieces that may not be cut: an address at its price, a character as a reader sees it. */
function* atoms(text: string, rule: TextRule): Generator<Atom> {
  let at = 0;
  if (rule.urlCost > 0) {
    for (const match of text.matchAll(addressPattern)) {
      yield* characters(text, at, match.index, rule);
      yield { index: match.index, cost: rule.urlCost };
      at = match.index + match[0].length;
    }
  }
  yield* characters(text, at, text.length, rule);
}

function* characters(text: string, from: number, to: number, rule: TextRule): Generator<Atom> {
  for (const { segment, index } of graphemes.segment(text.slice(from, to))) {
    yield { index: from + index, cost: costOf(segment, rule.unit) };
  }
}

function costOf(character: string, unit: TextRule["unit"]): number {
  switch (unit) {
    case "graphemes":
      return 1;
    case "code_points":
      return [...character].length;
    case "utf8_bytes":
      return utf8.encode(character).length;
    case "utf16":
      return character.length;
  }
}

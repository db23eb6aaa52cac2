import { measure, type TextRule } from "./count";

/**
 * Cuts a text into parts that each fit the rule: between paragraphs where it can,
 * else after a sentence, else between words, and inside a word only when one word
 * alone is too long. Nothing but white space at the cuts is lost.
 */
export function splitText(text: string, rule: TextRule): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const { cut } = measure(rest, rule);
    if (cut >= rest.length) {
      parts.push(rest);
      break;
    }
    const at = goodCut(rest, cut);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return parts;
}

/** The best place to cut at or before `limit`; a place too near the start wastes a part. */
function goodCut(text: string, limit: number): number {
  const head = text.slice(0, limit);
  const least = Math.floor(limit / 3);
  const next = text.charAt(limit);
  const paragraph = head.lastIndexOf("\n\n");
  if (paragraph > least) return paragraph;
  const sentence = lastMatch(head, /[.!?…»]["”»]?[\s\u00A0\u202F]+/gu);
  if (sentence > least) return sentence;
  if (/\s/u.test(next)) return limit;
  const word = lastMatch(head, /[ \n\t]+/gu);
  if (word > 0) return word;
  return Math.max(1, limit);
}

function lastMatch(text: string, pattern: RegExp): number {
  let end = -1;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

import { addressPattern } from "./count";

/** A stretch of text and what it is to a network. */
export interface Piece {
  kind: "text" | "tag" | "mention" | "address";
  text: string;
  /** Past the limit of the network. */
  over: boolean;
}

const entity = new RegExp(
  `(?<address>${addressPattern.source})|(?<![\\p{L}\\p{N}_])(?<tag>#[\\p{L}\\p{N}_]*\\p{L}[\\p{L}\\p{N}_]*)|(?<![\\p{L}\\p{N}_.])(?<mention>@[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_]|@[\\p{L}\\p{N}_])`,
  "giu",
);

/** Cuts a text at its entities and at the limit. */
export function marks(text: string, limit: number): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const put = (kind: Piece["kind"], from: number, to: number) => {
    if (from >= to) return;
    const middle = Math.min(Math.max(limit, from), to);
    if (middle > from) pieces.push({ kind, text: text.slice(from, middle), over: false });
    if (middle < to) pieces.push({ kind, text: text.slice(middle, to), over: true });
  };
  for (const match of text.matchAll(entity)) {
    const groups = match.groups ?? {};
    put("text", at, match.index);
    const kind = groups.address ? "address" : groups.tag ? "tag" : "mention";
    put(kind, match.index, match.index + match[0].length);
    at = match.index + match[0].length;
  }
  put("text", at, text.length);
  return pieces;
}

/** The first address of a text, for its card. */
export function firstAddress(text: string): string | undefined {
  return text.match(addressPattern)?.[0];
}

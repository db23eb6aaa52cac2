/** A stretch of text that stayed, went or came. */
export interface Change {
  kind: "same" | "gone" | "new";
  text: string;
}

/**
 * What changed between two texts, word by word, in reading order: what went
 * comes before what replaced it. Joining what is same or new gives `after`;
 * same or gone gives `before`.
 */
export function diffWords(before: string, after: string): Change[] {
  const a = words(before);
  const b = words(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++;

  const changes: Change[] = [];
  push(changes, "same", a.slice(0, head).join(""));
  middle(changes, a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  push(changes, "same", a.slice(a.length - tail).join(""));
  return grouped(changes);
}

/** Past this many pairs the middle is shown as replaced whole: no one reads finer. */
const tooMany = 4_000_000;

/** Longest common subsequence of what lies between the common ends. */
function middle(changes: Change[], a: string[], b: string[]): void {
  if (a.length * b.length > tooMany) {
    push(changes, "gone", a.join(""));
    push(changes, "new", b.join(""));
    return;
  }
  const wide = b.length + 1;
  const length = new Uint32Array((a.length + 1) * wide);
  const at = (i: number, j: number) => length[i * wide + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * wide + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));

  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(changes, "same", a[i] ?? "");
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      push(changes, "gone", a[i++] ?? "");
    else push(changes, "new", b[j++] ?? "");
  }
}

function push(changes: Change[], kind: Change["kind"], text: string): void {
  if (text === "") return;
  const last = changes[changes.length - 1];
  if (last?.kind === kind) last.text += text;
  else changes.push({ kind, text });
}

/** Lone spaces between two changes read as part of them: gather each run as gone, then new. */
function grouped(changes: readonly Change[]): Change[] {
  const out: Change[] = [];
  let gone = "";
  let fresh = "";
  const flush = () => {
    push(out, "gone", gone);
    push(out, "new", fresh);
    gone = "";
    fresh = "";
  };
  changes.forEach((change, i) => {
    const inside = i > 0 && i < changes.length - 1;
    if (change.kind === "gone") gone += change.text;
    else if (change.kind === "new") fresh += change.text;
    else if (inside && /^[^\S\n]+$/u.test(change.text)) {
      gone += change.text;
      fresh += change.text;
    } else {
      flush();
      push(out, "same", change.text);
    }
  });
  flush();
  return out;
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}_#@'’-]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** True when nothing went and nothing came. */
export function unchanged(changes: readonly Change[]): boolean {
  return changes.every((change) => change.kind === "same");
}

/** What two people wrote differently at the same place. */
export interface Clash {
  /** Where: "body.text", "variants.chan_1.segments.0.text". */
  path: string;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<T> {
  value: T;
  clashes: Clash[];
  /** True when something of theirs came in. */
  changed: boolean;
}

/**
 * Joins two versions grown from one base, field by field. What only one of them
 * changed is taken; where both did, mine stays on screen and theirs is handed
 * back as a clash, so that neither loses a word. Lists are one field unless both
 * kept their length.
 */
export function merge<T>(base: T, mine: T, theirs: T): Merged<T> {
  const clashes: Clash[] = [];
  const value = join(base, mine, theirs, "", clashes) as T;
  return { value, clashes, changed: !same(value, mine) };
}

function join(base: unknown, mine: unknown, theirs: unknown, path: string, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) {
    const root = isRecord(base) ? base : {};
    const keys = new Set([...Object.keys(root), ...Object.keys(mine), ...Object.keys(theirs)]);
    const out: Record<string, unknown> = {};
    for (const key of keys) {
      const value = join(root[key], mine[key], theirs[key], path ? `${path}.${key}` : key, clashes);
      if (value !== undefined) out[key] = value;
    }
    return out;
  }
  if (Array.isArray(mine) && Array.isArray(theirs) && Array.isArray(base)) {
    if (mine.length === theirs.length && mine.length === base.length) {
      return mine.map((item, i) => join(base[i], item, theirs[i], `${path}.${i}`, clashes));
    }
  }
  clashes.push({ path, mine, theirs });
  return mine;
}

/** Deep equality of plain data; an absent key equals an undefined one. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

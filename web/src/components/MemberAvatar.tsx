import classes from "./MemberAvatar.module.css";

const hues = [268, 20, 200, 60, 330, 150, 100, 235];

interface Props {
  name: string;
  size?: 20 | 24 | 26 | 32 | 36;
  /** The name is written beside it. */
  decorative?: boolean;
}

/** The first letter of a person on a colour that is theirs everywhere. */
export function MemberAvatar({ name, size = 26, decorative = true }: Props) {
  const hue = hues[hash(name) % hues.length];
  return (
    <span
      className={classes.avatar}
      style={{ width: size, height: size, fontSize: size * 0.44, "--h": hue } as React.CSSProperties}
      title={decorative ? undefined : name}
    >
      <span aria-hidden>{firstLetter(name)}</span>
      {!decorative && <span className="pv-sr">{name}</span>}
    </span>
  );
}

/** A few faces, then “+n”; the names are read out. */
export function MemberAvatars({ names, max = 3 }: { names: readonly string[]; max?: number }) {
  const rest = names.length - max;
  return (
    <span className={classes.stack}>
      {names.slice(0, max).map((name, i) => (
        <MemberAvatar key={`${name}${i}`} name={name} decorative={false} />
      ))}
      {rest > 0 && <span className="pv-xs pv-2">+{rest}</span>}
    </span>
  );
}

function firstLetter(name: string): string {
  return (name.trim()[0] ?? "?").toLocaleUpperCase();
}

function hash(text: string): number {
  let sum = 0;
  for (const letter of text) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  }
  return sum;
}

import classes from "./Meter.module.css";

interface Props {
  /** 0 to 1; more is drawn full. */
  value: number;
  /** Where one should be by now, 0 to 1. */
  mark?: number;
  color?: string;
  /** What it measures, with its figures, for those who do not see it. */
  label: string;
}

/** A bar with, if wanted, a mark for what was expected. */
export function Meter({ value, mark, color = "var(--pv-accent-fill)", label }: Props) {
  const part = (ratio: number) => `${Math.max(0, Math.min(1, ratio)) * 100}%`;
  return (
    <span className={classes.track} role="img" aria-label={label}>
      <span className={classes.fill} style={{ width: part(value), background: color }} />
      {mark !== undefined && <span className={classes.mark} style={{ left: part(mark) }} />}
    </span>
  );
}

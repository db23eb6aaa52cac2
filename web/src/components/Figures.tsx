import type { Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import classes from "./Figures.module.css";

/** A ruled band of key figures: an ink line above, a hairline below, hairlines between. */
export function FigureBand({ children, label }: { children: React.ReactNode; label: string }) {
  return (
    <section className={classes.band} aria-label={label}>
      {children}
    </section>
  );
}

interface FigureProps {
  icon?: Icon;
  color?: string;
  title: string;
  /** Already formatted; undefined is “not available”, which is never zero. */
  value: string | undefined;
  unit?: string;
  note?: React.ReactNode;
  /** Where the figure leads. */
  to?: string;
  /** Why there is no figure. */
  missing?: string;
}

/** One figure, never without its title and what it means. */
export function Figure({ icon: Mark, color, title, value, unit, note, to, missing }: FigureProps) {
  const body = (
    <>
      <span className={classes.title}>
        {Mark && <Mark size={16} stroke={1.75} color={color} aria-hidden />}
        {title}
      </span>
      <span className={classes.line}>
        {value === undefined ? (
          <NotAvailable why={missing} />
        ) : (
          <span className={classes.value}>
            {value}
            {unit && <small>{unit}</small>}
          </span>
        )}
        <span className={classes.note}>{note}</span>
      </span>
    </>
  );
  return to ? (
    <Link to={to} className={classes.figure}>
      {body}
    </Link>
  ) : (
    <div className={classes.figure}>{body}</div>
  );
}

/** Hatching and “n. d.”: data that is missing is never shown as zero. */
export function NotAvailable({ why }: { why?: string }) {
  return (
    <span className={classes.missing} title={why} tabIndex={why ? 0 : undefined}>
      n.{"\u00A0"}d.{why && <span className="pv-sr"> {why}</span>}
    </span>
  );
}

import classes from "./EmptyState.module.css";

interface Props {
  title: string;
  /** One sentence: why it is empty. */
  children?: React.ReactNode;
  /** One or two buttons: what to do next. */
  actions?: React.ReactNode;
  /** Inside a panel that already has an edge. */
  bare?: boolean;
}

/** An empty list: the arch and the paving, why it is empty, what to do next. Never an apology. */
export function EmptyState({ title, children, actions, bare }: Props) {
  return (
    <div className={classes.empty} data-bare={bare || undefined}>
      <Arch />
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.why}>{children}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

function Arch() {
  return (
    <svg width="88" height="56" viewBox="0 0 88 56" aria-hidden="true">
      <path d="M29 34V19a15 15 0 0 1 30 0v15" fill="none" stroke="var(--pv-accent)" strokeWidth="5" />
      <path d="M17 38h54l5 6H12z" fill="var(--pv-line-strong)" />
      <path d="M8 48h72l6 7H2z" fill="var(--pv-line-strong)" />
    </svg>
  );
}

import classes from "./Section.module.css";

interface Props {
  title: string;
  says?: React.ReactNode;
  actions?: React.ReactNode;
  children?: React.ReactNode;
  /** No padding around the children: a list or a table to the edges. */
  flush?: boolean;
  count?: number;
}

/** A titled panel. */
export function Section({ title, says, actions, children, flush, count }: Props) {
  return (
    <section className={classes.section}>
      <header className={classes.head}>
        <div className="pv-grow">
          <h2>
            {title}
            {count !== undefined && <span className={classes.count}>{count}</span>}
          </h2>
          {says && <p className={classes.says}>{says}</p>}
        </div>
        {actions}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}

import { useEffect } from "react";
import classes from "./PageHeader.module.css";

interface Props {
  title: string;
  /** A few words beside the title: the period, a count. */
  meta?: React.ReactNode;
  /** Buttons at the right; the phone puts them below. */
  actions?: React.ReactNode;
  /** Tabs, under the title, on the line that closes the header. */
  tabs?: React.ReactNode;
  /** The larger title of Today. */
  large?: boolean;
}

/** Title of a page; also names the browser's tab. */
export function PageHeader({ title, meta, actions, tabs, large }: Props) {
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  return (
    <header className={classes.header} data-tabs={tabs ? true : undefined}>
      <div className={classes.line}>
        <h1 className={large ? classes.large : undefined} tabIndex={-1} data-page-title>
          {title}
        </h1>
        {meta && <div className={classes.meta}>{meta}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {tabs}
    </header>
  );
}

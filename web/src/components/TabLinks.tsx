import { Link } from "@tanstack/react-router";
import classes from "./TabLinks.module.css";

export interface TabLink {
  to: string;
  label: string;
  count?: number;
}

/** Tabs that are pages: each has its address, so back, bookmarks and new windows work. */
export function TabLinks({ tabs, label }: { tabs: readonly TabLink[]; label: string }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

import classes from "./Kbd.module.css";

/** Keys, as printed on them. */
export function Kbd({ children }: { children: React.ReactNode }) {
  return <kbd className={classes.kbd}>{children}</kbd>;
}

/** Ctrl on most machines, ⌘ on Apple's. */
export const modKey = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl";

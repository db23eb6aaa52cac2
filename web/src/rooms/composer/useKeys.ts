import { type RefObject, useEffect, useRef } from "react";

interface Keys {
  act: () => void;
  close: () => void;
  undo: () => void;
  redo: () => void;
}

/** ⌘/Ctrl Enter acts, Esc closes once everything is saved, ⌘/Ctrl Z and Shift Z undo and redo. */
export function useKeys(root: RefObject<HTMLElement | null>, keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inside = event.target === document.body || root.current?.contains(event.target as Node);
      if (event.defaultPrevented || !inside) return;
      const mod = event.ctrlKey || event.metaKey;
      if (mod && event.key === "Enter") take(event, latest.current.act);
      else if (mod && !event.altKey && event.key.toLowerCase() === "z") {
        take(event, event.shiftKey ? latest.current.redo : latest.current.undo);
      } else if (
        event.key === "Escape" &&
        !document.querySelector("[data-portal] [role='dialog'], [data-expanded]")
      ) {
        take(event, latest.current.close);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [root]);
}

function take(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}

import { type KeyboardEvent, useCallback, useRef } from "react";
import type { Planned } from "./plan";
import { type Arrow, walk } from "./walk";

interface Acts {
  open: (id: string) => void;
  edit: (id: string) => void;
  move: (id: string) => void;
}

/** The keyboard on a card: arrows go from card to card, Enter opens, E edits, M moves. */
export function useCardKeys(cards: readonly Planned[], acts: Acts) {
  const latest = useRef({ cards, acts });
  latest.current = { cards, acts };
  return useCallback((id: string, event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { cards: now, acts: act } = latest.current;
    if (event.key.startsWith("Arrow")) {
      const stops = now.map((card) => ({ id: card.id, day: dayNumber(card), minute: card.minute }));
      const next = walk(stops, id, event.key as Arrow);
      event.preventDefault();
      // A card that its cell hides is passed over by going to the day's own list.
      if (next) document.querySelector<HTMLElement>(`[data-card="${next}"]`)?.focus();
    } else if (event.key.toLowerCase() === "m") act.move(id);
    else if (event.key.toLowerCase() === "e") act.edit(id);
    else if (event.key === "Enter") {
      event.preventDefault();
      act.open(id);
    }
  }, []);
}

function dayNumber(card: Planned): number {
  const { year, month, day } = card.wall;
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

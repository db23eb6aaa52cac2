import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from "react";

/** Where the pointer is over the plan: a day, and a minute where hours are drawn. */
export interface DropPlace {
  day: string;
  minute?: number;
}

export interface DragState {
  id: string;
  /** Top left of the ghost, in the window. */
  x: number;
  y: number;
  width: number;
  copy: boolean;
  place?: DropPlace;
}

interface Grab {
  id: string;
  x: number;
  y: number;
  offsetX: number;
  offsetY: number;
  width: number;
}

/** Pixels the pointer travels before a press becomes a drag. */
const threshold = 5;
/** Pixels from the edge where the plan scrolls by itself, and its speed. */
const edge = 36;
const speed = 12;

/**
 * Drags cards with a mouse or a pen. Cells carry data-day, and data-hours when
 * their height is a day of 24 hours. Escape lets go; Alt copies. Touch is left to
 * scrolling: a finger moves a card through the move dialog.
 */
export function useDrag(onDrop: (id: string, place: DropPlace, copy: boolean) => void) {
  const [drag, setDrag] = useState<DragState>();
  const grab = useRef<Grab | undefined>(undefined);
  const current = useRef<DragState | undefined>(undefined);
  const justDragged = useRef(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  const update = useCallback((next: DragState | undefined) => {
    current.current = next;
    setDrag(next);
  }, []);

  const release = useCallback(() => {
    grab.current = undefined;
    if (current.current) {
      justDragged.current = true;
      setTimeout(() => {
        justDragged.current = false;
      });
    }
    update(undefined);
  }, [update]);

  useEffect(() => {
    const move = (event: PointerEvent) => {
      const from = grab.current;
      if (!from) return;
      if (!current.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < threshold) return;
      event.preventDefault();
      scrollNear(event.clientX, event.clientY);
      const x = event.clientX - from.offsetX;
      const y = event.clientY - from.offsetY;
      const place = placeAt(event.clientX, event.clientY, from.offsetY);
      update({ id: from.id, x, y, width: from.width, copy: event.altKey, place });
    };
    const up = () => {
      const done = current.current;
      release();
      if (done?.place) drop.current(done.id, done.place, done.copy);
    };
    const key = (event: KeyboardEvent) => {
      const now = current.current;
      if (!now) return;
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        release();
      } else if (event.key === "Alt") {
        event.preventDefault();
        update({ ...now, copy: event.type === "keydown" });
      }
    };
    window.addEventListener("pointermove", move, { passive: false });
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", release);
    window.addEventListener("keydown", key, true);
    window.addEventListener("keyup", key, true);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", release);
      window.removeEventListener("keydown", key, true);
      window.removeEventListener("keyup", key, true);
    };
  }, [release, update]);

  const start = useCallback((id: string, event: ReactPointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const box = event.currentTarget.getBoundingClientRect();
    grab.current = {
      id,
      x: event.clientX,
      y: event.clientY,
      offsetX: event.clientX - box.left,
      offsetY: event.clientY - box.top,
      width: box.width,
    };
  }, []);

  /** True during the click that ends a drag: it must not open the card. */
  const swallowClick = useCallback(() => justDragged.current, []);

  return { drag, start, swallowClick };
}

function placeAt(x: number, y: number, offsetY: number): DropPlace | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const cell = element instanceof HTMLElement ? element.closest<HTMLElement>("[data-day]") : null;
    const day = cell?.dataset.day;
    if (!cell || !day) continue;
    if (cell.dataset.hours === undefined) return { day };
    const box = cell.getBoundingClientRect();
    return { day, minute: ((y - offsetY - box.top) / box.height) * 24 * 60 };
  }
  return undefined;
}

function scrollNear(x: number, y: number): void {
  const scroller = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-scroll]");
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  if (y < box.top + edge) scroller.scrollTop -= speed;
  else if (y > box.bottom - edge) scroller.scrollTop += speed;
}

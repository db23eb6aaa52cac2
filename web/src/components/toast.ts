/** A line at the bottom of the screen; with `undo`, ten counted seconds to change one's mind. */
export interface Toast {
  id: number;
  message: string;
  tone: "done" | "problem";
  undo?: () => unknown;
  /** Milliseconds since the epoch when it leaves by itself. */
  until: number;
}

const undoFor = 10_000;
const sayFor = 5_000;

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function put(next: readonly Toast[]) {
  toasts = next;
  for (const tell of listeners) {
    tell();
  }
}

function add(message: string, tone: Toast["tone"], stay: number, undo?: Toast["undo"]): number {
  const id = ++last;
  put([...toasts.slice(-2), { id, message, tone, undo, until: Date.now() + stay }]);
  setTimeout(() => dismiss(id), stay);
  return id;
}

export function dismiss(id: number): void {
  if (toasts.some((toast) => toast.id === id)) {
    put(toasts.filter((toast) => toast.id !== id));
  }
}

export const toast = {
  /** Says that something is done. */
  done: (message: string) => add(message, "done", sayFor),
  /** Says that something is done and may be undone for ten seconds. */
  undoable: (message: string, undo: NonNullable<Toast["undo"]>) => add(message, "done", undoFor, undo),
  /** Says that something failed where no place on the page can say it. */
  problem: (message: string) => add(message, "problem", undoFor),
};

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  read: () => toasts,
};

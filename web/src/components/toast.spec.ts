import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dismiss, toast, toastStore } from "./toast";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe("toasts", () => {
  it("leave by themselves: five seconds for a word, ten when it can be undone", () => {
    toast.done("Enregistré");
    toast.undoable("Supprimé", () => {});
    expect(toastStore.read().map((t) => t.message)).toEqual(["Enregistré", "Supprimé"]);
    vi.advanceTimersByTime(5_000);
    expect(toastStore.read().map((t) => t.message)).toEqual(["Supprimé"]);
    vi.advanceTimersByTime(5_000);
    expect(toastStore.read()).toEqual([]);
  });

  it("never pile up over three, and tell who listens", () => {
    const heard = vi.fn();
    const stop = toastStore.subscribe(heard);
    const ids = ["a", "b", "c", "d"].map((m) => toast.done(m));
    expect(toastStore.read().map((t) => t.message)).toEqual(["b", "c", "d"]);
    dismiss(ids[3] ?? 0);
    expect(toastStore.read()).toHaveLength(2);
    expect(heard).toHaveBeenCalledTimes(5);
    stop();
  });
});

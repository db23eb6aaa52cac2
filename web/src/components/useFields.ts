import { useState } from "react";

/** The fields of a form as one value, with what binds a text input to one of them. */
export function useFields<T extends object>(initial: T) {
  const [value, setValue] = useState<T>(initial);
  const set = (change: Partial<T>) => setValue((before) => ({ ...before, ...change }));
  /** For inputs that give an event. */
  const text = <K extends keyof T>(name: K) => ({
    value: (value[name] ?? "") as string,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      set({ [name]: event.currentTarget.value } as unknown as Partial<T>),
  });
  /** For inputs that give the value itself. */
  const pick = <K extends keyof T>(name: K) => ({
    value: value[name],
    onChange: (next: T[K] | null) => next !== null && set({ [name]: next } as unknown as Partial<T>),
  });
  return { value, set, setValue, text, pick };
}

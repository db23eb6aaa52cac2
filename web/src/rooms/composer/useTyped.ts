import { useState } from "react";

/**
 * A field of a value that the server keeps without spaces around it: what is typed
 * stays on the screen as long as it says the same, so that a save between two words
 * does not eat the space.
 */
export function useTyped(value: string, change: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const set = (next: string) => {
    setTyped(next);
    change(next.trim());
  };
  return [typed.trim() === value ? typed : value, set] as const;
}

import { createContext, useContext } from "react";
import type { Temporal } from "temporal-polyfill";

/** Where marks and days of the calendar ask for a note to be opened; empty for who may only read. */
export interface NoteDesk {
  open?: (id: string) => void;
  add?: (day: Temporal.PlainDate) => void;
}

export const NoteDeskContext = createContext<NoteDesk>({});

export const useNoteDesk = () => useContext(NoteDeskContext);

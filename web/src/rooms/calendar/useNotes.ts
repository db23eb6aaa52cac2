import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/toast";
import { type Note, type NoteInput, removeNote, saveNote } from "@/queries/editorial";

/** Writes and removes the notes of the calendar, each with its undo. */
export function useNotes(ws: string, done: () => void) {
  const { t } = useTranslation("calendar");
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["notes", ws] });
  const undoable = (said: string, undo: () => Promise<unknown>) =>
    toast.undoable(t(said), () => undo().finally(refresh));

  const save = useMutation({
    mutationFn: ({ before, input }: { before?: Note; input: NoteInput }) => saveNote(ws, input, before?.id),
    onSuccess: (saved, { before }) => {
      if (before) undoable("note.changed", () => saveNote(ws, inputOf(before), before.id));
      else undoable("note.added", () => removeNote(ws, saved.id));
      done();
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (note: Note) => removeNote(ws, note.id),
    onSuccess: (_, note) => {
      undoable("note.removed", () => saveNote(ws, inputOf(note)));
      done();
    },
    onSettled: refresh,
  });
  return { save, remove };
}

function inputOf({ day, until, body, colour }: Note): NoteInput {
  return { day, until, body, colour };
}

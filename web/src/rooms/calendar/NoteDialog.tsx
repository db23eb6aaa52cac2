import { Button, Textarea, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import type { Note } from "@/queries/editorial";
import { HuePicker } from "../strategy/HuePicker";
import classes from "./NoteDialog.module.css";
import { useNotes } from "./useNotes";

interface Props {
  workspace: string;
  /** Absent for a new one. */
  note?: Note;
  /** The day of a new one, "2026-11-24". */
  day: string;
  close: () => void;
}

/** What a note says, and on which days. */
export default function NoteDialog({ workspace, note, day, close }: Props) {
  const { t } = useTranslation("calendar");
  const [body, setBody] = useState(note?.body ?? "");
  const [first, setFirst] = useState(note?.day ?? day);
  const [last, setLast] = useState(note?.until ?? day);
  const [colour, setColour] = useState(note?.colour ?? "");
  const { save, remove } = useNotes(workspace, close);
  const backwards = first !== "" && last !== "" && last < first;
  const ready = body.trim() !== "" && first !== "" && last !== "" && !backwards;
  const busy = save.isPending || remove.isPending;
  const submit = () =>
    ready && !busy && save.mutate({ before: note, input: { body, day: first, until: last, colour } });
  // A note of one day stays one when its day changes; a longer one never ends before it begins.
  const begin = (next: string) => {
    if (last === first || (next !== "" && last < next)) setLast(next);
    setFirst(next);
  };
  return (
    <Dialog opened onClose={close} title={t(note ? "note.edit" : "note.new")} size={420}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Textarea
          label={t("note.body")}
          description={t("note.help")}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={500}
          data-autofocus
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <div className={classes.days}>
          <TextInput
            type="date"
            label={t("note.first")}
            value={first}
            onChange={(event) => begin(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t("note.last")}
            value={last}
            min={first}
            error={backwards && t("note.backwards")}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
        </div>
        <HuePicker
          label={t("note.colour")}
          value={colour}
          onChange={(hue) => setColour(hue === colour.toUpperCase() ? "" : hue)}
        />
        <ErrorPanel error={save.error ?? remove.error} />
        <div className={classes.foot}>
          {note && (
            <Button
              variant="subtle"
              className={classes.remove}
              leftSection={<IconTrash size={16} />}
              loading={remove.isPending}
              disabled={busy}
              onClick={() => remove.mutate(note)}
            >
              {t("note.remove")}
            </Button>
          )}
          <Button variant="subtle" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={!ready || busy} loading={save.isPending}>
            {t(note ? "common:save" : "note.add")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

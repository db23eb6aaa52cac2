import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { notesQuery } from "@/queries/editorial";
import { todayIn } from "@/rooms/strategy/quarter";
import classes from "./Today.module.css";

const ahead = 7;

/** What the calendar notes for the days to come. */
export function KeyDates() {
  const { t } = useTranslation("today");
  const { id, zone } = useWorkspace();
  const format = useFormat();
  const from = todayIn(zone);
  const to = new Date(Date.parse(from) + ahead * 86_400_000).toISOString().slice(0, 10);
  const { data: notes } = useQuery(notesQuery(id, from, to));
  if (!notes?.length) {
    return null;
  }
  return (
    <section className={classes.dates} aria-label={t("keyDates")}>
      {notes.slice(0, 5).map((note) => (
        <div key={note.id}>
          <h3>{format.dayShort(`${[note.day, from].sort()[1]}T12:00:00Z`)}</h3>
          <p className="pv-s pv-2">{note.body}</p>
        </div>
      ))}
    </section>
  );
}

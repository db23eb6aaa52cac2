import { Button } from "@mantine/core";
import { IconNote, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { EmptyState } from "@/components/EmptyState";
import classes from "./Agenda.module.css";
import { BandMark } from "./Band";
import bandClasses from "./Band.module.css";
import { type BandItem, bandsOn } from "./band";
import { weekDays } from "./grid";
import { Row } from "./ListView";
import listClasses from "./ListView.module.css";
import { useNoteDesk } from "./noteDesk";
import type { CardActions } from "./PostCard";
import { byDay, type Planned } from "./plan";
import { useDayWords } from "./words";

interface Props {
  date: Temporal.PlainDate;
  cards: readonly Planned[];
  bands: readonly BandItem[];
  today: Temporal.PlainDate;
  workspace: string;
  actions: CardActions;
  names: ReadonlyMap<string, string>;
  pick: (day: Temporal.PlainDate) => void;
  compose: (day: Temporal.PlainDate) => void;
  mayWrite: boolean;
}

/** The phone: a strip of the week, then the day's posts. */
export function Agenda({
  date,
  cards,
  bands,
  today,
  workspace,
  actions,
  names,
  pick,
  compose,
  mayWrite,
}: Props) {
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const grouped = byDay(cards);
  const here = grouped.get(date.toString()) ?? [];
  const over = bandsOn(bands, date);
  const { add } = useNoteDesk();
  return (
    <div className={classes.agenda}>
      <nav className={classes.strip} aria-label={t("agenda.week")}>
        {weekDays(date).map((day) => {
          const count = grouped.get(day.toString())?.length ?? 0;
          return (
            <button
              key={day.toString()}
              type="button"
              className={classes.day}
              aria-pressed={day.equals(date)}
              aria-label={`${words.long(day)}, ${t("week.count", { count })}`}
              data-today={day.equals(today) || undefined}
              onClick={() => pick(day)}
            >
              <span>{words.weekday(day, "short").slice(0, 3)}</span>
              <b>{day.day}</b>
              <span className={classes.dots} aria-hidden="true">
                {Array.from({ length: Math.min(count, 4) }, (_, i) => (
                  <i key={i} />
                ))}
              </span>
            </button>
          );
        })}
      </nav>
      <div className={listClasses.list}>
        <header className={classes.head}>
          <h2 className={listClasses.name}>{words.long(date)}</h2>
          {add && (
            <Button variant="subtle" leftSection={<IconNote size={16} />} onClick={() => add(date)}>
              {t("note.short")}
            </Button>
          )}
        </header>
        {over.length > 0 && (
          <ul className={bandClasses.stack}>
            {over.map((band) => (
              <BandMark key={band.id} item={band} />
            ))}
          </ul>
        )}
        {here.length === 0 ? (
          <EmptyState
            title={t("agenda.empty")}
            actions={
              mayWrite && (
                <Button leftSection={<IconPlus size={16} />} onClick={() => compose(date)}>
                  {t("agenda.compose")}
                </Button>
              )
            }
          />
        ) : (
          <ul className={classes.rows}>
            {here.map((item) => (
              <li key={item.id}>
                <Row item={item} workspace={workspace} actions={actions} selected={false} names={names} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

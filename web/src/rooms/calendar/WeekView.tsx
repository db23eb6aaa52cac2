import { type CSSProperties, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { Band } from "./Band";
import type { BandItem } from "./band";
import { DayColumn } from "./DayColumn";
import type { CardActions } from "./PostCard";
import { byDay, type Planned } from "./plan";
import classes from "./WeekView.module.css";
import { minuteOf } from "./walltime";
import { clock, hourLabel, useDayWords } from "./words";

interface Props {
  days: readonly Temporal.PlainDate[];
  cards: readonly Planned[];
  bands: readonly BandItem[];
  now: Temporal.PlainDateTime;
  workspace: string;
  actions: CardActions;
  selected?: string;
  dragged?: string;
  compose: (day: Temporal.PlainDate, minute?: number) => void;
  openDay: (day: Temporal.PlainDate) => void;
}

/** Where a view of hours opens: an hour before the day's work. */
const firstHour = 7;

/** The days of a week, or one day, on their hours. */
export function WeekView(props: Props) {
  const { days, cards, bands, now, workspace, actions, selected, dragged, compose, openDay } = props;
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const scroller = useRef<HTMLDivElement>(null);
  const grouped = byDay(cards);
  const today = now.toPlainDate();
  const first = days[0];

  useEffect(() => {
    const box = scroller.current;
    if (box) box.scrollTop = (box.scrollHeight / 24) * firstHour - 12;
  }, []);

  return (
    <div className={classes.week} style={{ "--days": days.length } as CSSProperties} data-days={days.length}>
      <div className={classes.heads}>
        <span className={classes.corner}>{first && t("week.number", { number: first.weekOfYear })}</span>
        {days.map((day) => {
          const count = grouped.get(day.toString())?.length ?? 0;
          return (
            <button
              key={day.toString()}
              type="button"
              className={classes.head}
              data-today={day.equals(today) || undefined}
              aria-label={`${words.long(day)}, ${t("week.count", { count })}`}
              aria-current={day.equals(today) ? "date" : undefined}
              onClick={() => openDay(day)}
            >
              <span className={classes.name}>{words.weekday(day, "short")}</span>
              <b>{day.day}</b>
              <span className={classes.count}>{count > 0 ? count : ""}</span>
            </button>
          );
        })}
      </div>
      <Band items={bands} days={days} today={today} />
      <div className={classes.scroll} ref={scroller} data-scroll="">
        <div className={classes.grid}>
          <div className={classes.hours} aria-hidden="true">
            {Array.from({ length: 23 }, (_, i) => (
              <span key={i} style={{ top: `calc(var(--hour) * ${i + 1})` }}>
                {hourLabel(i + 1)}
              </span>
            ))}
            {days.some((day) => day.equals(today)) && (
              <b className={classes.nowTime} style={{ top: `calc(var(--hour) * ${minuteOf(now) / 60})` }}>
                {clock(now)}
              </b>
            )}
          </div>
          {days.map((day) => (
            <DayColumn
              key={day.toString()}
              day={day}
              cards={grouped.get(day.toString()) ?? []}
              now={day.equals(today) ? minuteOf(now) : undefined}
              most={days.length === 1 ? 8 : 3}
              wide={days.length === 1}
              workspace={workspace}
              actions={actions}
              selected={selected}
              dragged={dragged}
              compose={compose}
              openDay={openDay}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

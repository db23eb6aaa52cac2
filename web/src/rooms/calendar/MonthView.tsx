import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { BandMark } from "./Band";
import { type BandItem, type LaidBand, layBand } from "./band";
import { rowHeights } from "./fit";
import { monthGrid, type Week } from "./grid";
import classes from "./MonthView.module.css";
import { type CardActions, PostCard } from "./PostCard";
import { byDay, fitMonth, isSettled, monthHeight, type Planned } from "./plan";
import { useDayWords } from "./words";

interface Props {
  date: Temporal.PlainDate;
  cards: readonly Planned[];
  bands: readonly BandItem[];
  now: Temporal.PlainDateTime;
  instant: Temporal.Instant;
  workspace: string;
  actions: CardActions;
  selected?: string;
  dragged?: string;
  /** The day a dragged card hangs over. */
  over?: string;
  openedDay?: string;
  compose: (day: Temporal.PlainDate) => void;
  openDay: (day: Temporal.PlainDate) => void;
}

/** Pixels of a cell before its first card: its number; and of each lane of bars. */
const headHeight = 30;
const laneHeight = 20;
/** Lanes of bars shown in a week of the month. */
const mostLanes = 2;

/** A month of whole weeks; each cell shows what fits and says how many more there are. */
export function MonthView(props: Props) {
  const { date, cards, bands, instant, workspace } = props;
  const words = useDayWords();
  const { ref, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const known = height > 0;
  useEffect(() => {
    // A month taller than its window opens where today is.
    if (known) scroller.current?.querySelector("[data-today]")?.scrollIntoView({ block: "nearest" });
  }, [known]);
  const weeks = useMemo(() => monthGrid(date), [date]);
  const grouped = useMemo(() => byDay(cards), [cards]);
  const first = weeks[0];
  const laid = weeks.map((week) => layBand(bands, week.days).filter((bar) => bar.lane < mostLanes));
  const needs = weeks.map((week, i) => needOf(week, laid[i] ?? [], grouped, instant));
  const rows = rowHeights(needs, height);
  return (
    <div className={classes.month} data-scroll="" ref={scroller}>
      <div className={classes.names} aria-hidden="true">
        {first?.days.map((day) => (
          <span key={day.dayOfWeek}>{words.weekday(day, "long")}</span>
        ))}
      </div>
      <div className={classes.measure} ref={ref} />
      <div className={classes.weeks} style={{ gridTemplateRows: rows.map((row) => `${row}px`).join(" ") }}>
        {weeks.map((week, i) => (
          <WeekRow
            key={week.days[0]?.toString()}
            {...props}
            week={week}
            grouped={grouped}
            laid={laid[i] ?? []}
            room={rows[i] ?? 0}
            workspace={workspace}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends Props {
  week: Week;
  grouped: Map<string, Planned[]>;
  laid: LaidBand[];
  room: number;
}

function WeekRow(props: RowProps) {
  const { week, laid: bars } = props;
  const lanes = lanesOf(bars);
  return (
    <div className={classes.week}>
      {week.days.map((day) => (
        <Cell key={day.toString()} {...props} day={day} lanes={lanes} />
      ))}
      {bars.length > 0 && (
        <ul className={classes.bars}>
          {bars.map((bar) => (
            <BandMark
              key={bar.id}
              item={bar.item}
              style={{ gridColumn: `${bar.first + 1} / ${bar.last + 2}`, gridRow: bar.lane + 1 }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The least height of a week: its bars, and two cards on its fullest day. */
function needOf(
  week: Week,
  bars: readonly LaidBand[],
  grouped: ReadonlyMap<string, Planned[]>,
  now: Temporal.Instant,
): number {
  const fullest = week.days.map((day) =>
    (grouped.get(day.toString()) ?? []).slice(0, 2).reduce((sum, card) => sum + monthHeight(card, now), 0),
  );
  return headHeight + lanesOf(bars) * laneHeight + Math.max(24, ...fullest) + 6;
}

function lanesOf(bars: readonly LaidBand[]): number {
  return bars.reduce((most, bar) => Math.max(most, bar.lane + 1), 0);
}

function Cell(props: RowProps & { day: Temporal.PlainDate; lanes: number }) {
  const {
    day,
    date,
    grouped,
    lanes,
    room,
    now,
    instant,
    workspace,
    actions,
    selected,
    dragged,
    over,
    openedDay,
    compose,
    openDay,
  } = props;
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const key = day.toString();
  const cards = grouped.get(key) ?? [];
  const { shown, hidden } = fitMonth(cards, room - headHeight - lanes * laneHeight - 4, instant);
  const today = day.equals(now.toPlainDate());
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the empty part of a cell is for the pointer; N composes from the keyboard.
    <section
      className={classes.cell}
      data-day={key}
      data-outside={day.month !== date.month || undefined}
      data-today={today || undefined}
      data-opened={openedDay === key || undefined}
      data-over={over === key || undefined}
      aria-label={`${words.long(day)}, ${t("week.count", { count: cards.length })}`}
      onClick={(event) => event.target === event.currentTarget && compose(day)}
    >
      <header className={classes.head}>
        <button
          type="button"
          className={classes.number}
          aria-current={today ? "date" : undefined}
          aria-label={words.long(day)}
          onClick={() => openDay(day)}
        >
          {day.day}
          {day.day === 1 && <span> {words.monthShort(day)}</span>}
        </button>
        {hidden > 0 && (
          <button
            type="button"
            className={classes.more}
            aria-label={t("week.more", { count: hidden, day: words.long(day) })}
            onClick={() => openDay(day)}
          >
            +{hidden}
          </button>
        )}
      </header>
      {lanes > 0 && <div style={{ height: lanes * laneHeight }} className={classes.lanes} />}
      {shown.map((item) => (
        <PostCard
          key={item.id}
          item={item}
          form={isSettled(item, instant) ? "line" : "two"}
          workspace={workspace}
          actions={actions}
          selected={selected === item.id}
          dragged={dragged === item.id}
        />
      ))}
    </section>
  );
}

import { type MouseEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { placeCards, thin } from "./fit";
import { type CardActions, PostCard } from "./PostCard";
import type { Planned } from "./plan";
import classes from "./WeekView.module.css";
import { toMinute } from "./walltime";
import { clock, useDayWords } from "./words";

interface Props {
  day: Temporal.PlainDate;
  cards: readonly Planned[];
  /** The minute of the now line, on the day that is today. */
  now?: number;
  /** Columns of cards at most. */
  most: number;
  wide: boolean;
  workspace: string;
  actions: CardActions;
  selected?: string;
  dragged?: string;
  compose: (day: Temporal.PlainDate, minute: number) => void;
  openDay: (day: Temporal.PlainDate) => void;
}

/** One day on its hours: a click between cards composes at that time. */
export function DayColumn(props: Props) {
  const { day, cards, now, most, wide, workspace, actions, selected, dragged, compose, openDay } = props;
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const [hover, setHover] = useState<number>();
  const { shown, crowds } = useMemo(() => thin(placeCards(cards), most), [cards, most]);
  const byId = new Map(cards.map((card) => [card.id, card]));

  const minuteAt = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const minute = Math.floor((((event.clientY - box.top) / box.height) * 24 * 60) / 30) * 30;
    return Math.min(Math.max(0, minute), 24 * 60 - 30);
  };

  return (
    <section
      className={classes.column}
      data-day={day.toString()}
      data-hours=""
      data-today={now !== undefined || undefined}
      data-weekend={day.dayOfWeek > 5 || undefined}
      aria-label={words.long(day)}
    >
      {/* The keyboard composes with N: this layer is for the pointer. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same is reached with the N key and the Compose button. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: idem. */}
      <div
        className={classes.empty}
        onClick={(event) => compose(day, minuteAt(event))}
        onMouseMove={(event) => setHover(minuteAt(event))}
        onMouseLeave={() => setHover(undefined)}
      >
        {hover !== undefined && !dragged && (
          <span
            className={classes.slot}
            style={{ top: `calc(var(--hour) * ${hover / 60})` }}
            aria-hidden="true"
          >
            <strong>{clock(toMinute(day, hover))}</strong> {t("week.compose")}
          </span>
        )}
      </div>
      {now !== undefined && (
        <div className={classes.now} style={{ top: `calc(var(--hour) * ${now / 60})` }} />
      )}
      {shown.map((place) => {
        const item = byId.get(place.id);
        return (
          item && (
            <div
              key={place.id}
              className={classes.place}
              style={{
                top: `calc(var(--hour) * ${place.start / 60} + 1px)`,
                height: `calc(var(--hour) * ${(place.end - place.start) / 60} - 2px)`,
                left: `calc(4px + (100% - 8px) * ${place.column / place.columns})`,
                width: `calc((100% - 8px) * ${place.width / place.columns} - 2px)`,
              }}
            >
              <PostCard
                item={item}
                form="tall"
                actions={actions}
                workspace={workspace}
                selected={selected === item.id}
                dragged={dragged === item.id}
                wide={wide || place.columns === 1}
              />
            </div>
          )
        );
      })}
      {crowds.map((crowd) => (
        <button
          key={crowd.start}
          type="button"
          className={classes.crowd}
          style={{
            top: `calc(var(--hour) * ${crowd.start / 60} + 1px)`,
            left: `calc(4px + (100% - 8px) * ${(most - 1) / most})`,
            width: `calc((100% - 8px) / ${most})`,
          }}
          aria-label={t("week.more", { count: crowd.ids.length, day: words.long(day) })}
          onClick={() => openDay(day)}
        >
          +{crowd.ids.length}
        </button>
      ))}
    </section>
  );
}

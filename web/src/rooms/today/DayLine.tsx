import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { NetworkBadges } from "@/components/NetworkBadge";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { StatusBadge } from "@/components/StatusBadge";
import { lookOf } from "@/components/statuses";
import { ComposeButton } from "@/frame/HeaderTools";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Card, calendarQuery } from "@/queries/editorial";
import { todayIn } from "@/rooms/strategy/quarter";
import { hoursOf, lanesOf, minutesOf } from "./lanes";
import classes from "./Today.module.css";

const cardMinutes = 150; // the width of a card on the line, in minutes of it

/** What leaves today, along its hours; on a phone, one under the other. */
export function DayLine() {
  const { t } = useTranslation("today");
  const { id, zone, path } = useWorkspace();
  const today = todayIn(zone);
  const cards = useQuery(calendarQuery(id, { from: today, to: today, zone, filters: {} }));
  return (
    <Section
      title={t("leavingToday")}
      says={cards.data && cards.data.length > 0 && t("leavingCount", { count: cards.data.length })}
      actions={<Link to={path("calendar")}>{t("seeWeek")}</Link>}
    >
      <Query of={cards} height={180}>
        {(list) =>
          list.length ? (
            <Line cards={list} />
          ) : (
            <EmptyState bare title={t("nothingToday")} actions={<ComposeButton />}>
              {t("nothingTodayWhy")}
            </EmptyState>
          )
        }
      </Query>
    </Section>
  );
}

function Line({ cards }: { cards: readonly Card[] }) {
  const { zone } = useWorkspace();
  const format = useFormat();
  const now = useMinute();
  const planned = cards
    .flatMap((card) => (card.due ? [{ card, at: minutesIn(card.due, zone) }] : []))
    .sort((a, b) => a.at - b.at);
  const { from, to } = hoursOf(planned.map(({ at }) => at));
  const place = (minutes: number) => `${((minutes - from) / (to - from)) * 100}%`;
  const room = ((to - from) * 100) / 100 - cardMinutes;
  const spots = planned.map(({ at }) => ({ start: Math.min(at, from + room), width: cardMinutes }));
  const lanes = lanesOf(spots);
  const height = (Math.max(0, ...lanes) + 1) * 62;
  const current = minutesIn(now, zone);
  // The present takes the place of an hour that it would write over.
  const clear = (minute: number) => Math.abs(minute - current) * 14 > to - from && minute < to - 20;
  const hours = Array.from({ length: Math.floor((to - from) / 120) + 1 }, (_, i) => from + i * 120);
  return (
    <div className={classes.line}>
      <div className={classes.axis} aria-hidden>
        {hours.filter(clear).map((hour) => (
          <span key={hour} style={{ left: place(hour) }}>
            {hour / 60}:00
          </span>
        ))}
        <i className={classes.past} style={{ width: place(Math.max(from, Math.min(to, current))) }} />
        {current >= from && current <= to && (
          <b className={classes.now} style={{ left: place(current) }}>
            {format.time(now)}
          </b>
        )}
      </div>
      <ol className={classes.cards} style={{ "--h": `${height}px` } as React.CSSProperties}>
        {planned.map(({ card, at }, i) => (
          <DayCard
            key={card.id}
            card={card}
            at={at}
            left={place(spots[i]?.start ?? at)}
            lane={lanes[i] ?? 0}
          />
        ))}
      </ol>
    </div>
  );
}

interface DayCardProps {
  card: Card;
  at: number;
  left: string;
  lane: number;
}

function DayCard({ card, at, left, lane }: DayCardProps) {
  const { t } = useTranslation("today");
  const { path } = useWorkspace();
  const look = lookOf(card.status);
  const time = `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
  return (
    <li className={classes.spot} style={{ "--left": left, "--lane": lane } as React.CSSProperties}>
      <Link
        to={path("compose", card.id)}
        className={classes.card}
        data-edge={look.edge}
        style={{ "--c": look.color } as React.CSSProperties}
      >
        <span className="pv-row">
          <strong className="pv-num">{time}</strong>
          <NetworkBadges networks={card.networks} />
          <span className="pv-push">
            <StatusBadge status={card.status} iconOnly />
          </span>
        </span>
        <span className="pv-el">{card.title || card.words || t("common:untitled")}</span>
      </Link>
    </li>
  );
}

/** Minutes from midnight of an instant, on the clock of a zone. */
function minutesIn(at: string | Date, zone: string): number {
  const text = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(at));
  return minutesOf(text);
}

/** The present, renewed every half minute. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

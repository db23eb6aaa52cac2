import { Button, Select, TextInput } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Temporal } from "temporal-polyfill";
import { ErrorPanel } from "@/components/ErrorPanel";
import { isPast, resolveWall, wallText } from "@/rooms/calendar/walltime";
import { clock } from "@/rooms/calendar/words";
import classes from "./Side.module.css";

interface Props {
  /** "2026-11-24T18:15", or empty: not planned. */
  wall: string;
  zone: string;
  locked: boolean;
  now: Temporal.Instant;
  /** Why the server did not take the date. */
  error: unknown;
  change: (wall: string, zone: string) => void;
}

/** The date, the hour and the clock they are read on. */
export function When({ wall, zone, locked, now, error, change }: Props) {
  const { t } = useTranslation("composer");
  const zones = useMemo(() => [...new Set([zone, ...Intl.supportedValuesOf("timeZone")])], [zone]);
  const [date = "", time = ""] = wall.split("T");
  const resolved = wall ? resolveWall(Temporal.PlainDateTime.from(wall), zone) : undefined;
  const past = resolved !== undefined && isPast(resolved.instant, now);
  const set = (nextDate: string, nextTime: string) => {
    if (!nextDate) return change("", zone);
    change(`${nextDate}T${nextTime || nextHour(nextDate, zone, now)}`, zone);
  };
  return (
    <section className={classes.block} aria-labelledby="composer-when">
      <header className={classes.head}>
        <h2 id="composer-when">{t("when.title")}</h2>
        {wall && !locked && (
          <Button variant="subtle" size="compact-xs" onClick={() => change("", zone)}>
            {t("when.none")}
          </Button>
        )}
      </header>
      <div className={classes.when}>
        <TextInput
          type="date"
          aria-label={t("when.date")}
          value={date}
          disabled={locked}
          error={past}
          onChange={(event) => set(event.currentTarget.value, time)}
        />
        <TextInput
          type="time"
          aria-label={t("when.time")}
          value={time}
          disabled={locked || !date}
          error={past}
          onChange={(event) => event.currentTarget.value && set(date, event.currentTarget.value)}
        />
      </div>
      <Select
        size="sm"
        searchable
        allowDeselect={false}
        aria-label={t("when.zone")}
        value={zone}
        data={zones}
        limit={60}
        disabled={locked}
        onChange={(value) => value && change(wall, value)}
      />
      {error !== null && error !== undefined && !past && <ErrorPanel error={error} />}
      {past && !locked && (
        <p className={classes.warn} role="alert">
          <IconClockExclamation size={14} aria-hidden="true" />
          {t("when.past")}
        </p>
      )}
      {resolved?.fit === "gap" && (
        <div className={classes.warn} role="alert">
          <IconClockExclamation size={14} aria-hidden="true" />
          <span>
            {t("when.gap", { time })}{" "}
            <Button variant="subtle" size="compact-xs" onClick={() => change(wallText(resolved.wall), zone)}>
              {t("when.take", { time: clock(resolved.wall) })}
            </Button>
          </span>
        </div>
      )}
      {resolved?.fit === "fold" && (
        <p className={classes.warn}>
          <IconClockExclamation size={14} aria-hidden="true" />
          {t("when.fold", { time })}
        </p>
      )}
    </section>
  );
}

/** The first hour that a person may still choose on that day: nine in the morning, or the next full hour. */
function nextHour(date: string, zone: string, now: Temporal.Instant): string {
  const here = now.toZonedDateTimeISO(zone);
  const soon = Math.min(23, here.hour + 1);
  const hour = here.toPlainDate().toString() === date ? Math.max(9, soon) : 9;
  return `${String(hour).padStart(2, "0")}:00`;
}

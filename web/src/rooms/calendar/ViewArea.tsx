import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import type { Card } from "@/queries/editorial";
import { Agenda } from "./Agenda";
import type { BandItem } from "./band";
import classes from "./CalendarPage.module.css";
import { ListView } from "./ListView";
import { MonthView } from "./MonthView";
import type { CardActions } from "./PostCard";
import type { Planned } from "./plan";
import { countFilters } from "./search";
import type { useCalendar } from "./useCalendar";
import { WeekView } from "./WeekView";

interface Props {
  calendar: ReturnType<typeof useCalendar>;
  query: UseQueryResult<Card[]>;
  cards: readonly Planned[];
  bands: readonly BandItem[];
  names: ReadonlyMap<string, string>;
  workspace: string;
  actions: CardActions;
  phone: boolean;
  mayWrite: boolean;
  dragged?: string;
  /** The day a dragged card hangs over. */
  over?: string;
  compose: (day?: Temporal.PlainDate, minute?: number) => void;
  openDay: (day: Temporal.PlainDate) => void;
  setDate: (day: Temporal.PlainDate) => void;
  clear: () => void;
}

/** The view chosen, with what it says while it waits, fails or holds nothing. */
export function ViewArea(props: Props) {
  const { calendar, query, cards, bands, names, workspace, actions, phone, mayWrite, dragged, over } = props;
  const { compose, openDay, setDate, clear } = props;
  const { t } = useTranslation("calendar");
  const { view, date, days, search, now, wallNow, today } = calendar;
  const shared = { cards, bands, workspace, actions, selected: search.post, dragged, compose, openDay };
  if (query.isPending) {
    return (
      <div className={classes.area} aria-busy="true">
        <span className="pv-sr" role="status">
          {t("common:loading")}
        </span>
        <div className={classes.waiting}>
          {Array.from({ length: 21 }, (_, i) => (
            <Skeleton key={i} height={i % 3 === 0 ? 92 : 58} />
          ))}
        </div>
      </div>
    );
  }
  return (
    <div className={classes.area} data-stale={query.isPlaceholderData || undefined}>
      {query.error && (
        <div className={classes.bar}>
          <ErrorPanel error={query.error} title={t("failed")} onRetry={() => query.refetch()} />
        </div>
      )}
      {phone ? (
        <Agenda
          {...{ date, cards, bands, today, workspace, actions, names, compose, mayWrite }}
          pick={setDate}
        />
      ) : view === "month" ? (
        <MonthView {...shared} date={date} now={wallNow} instant={now} over={over} openedDay={search.day} />
      ) : view === "list" ? (
        <ListView {...{ days, cards, today, workspace, actions, names }} selected={search.post} />
      ) : (
        <WeekView key={view} {...shared} days={days} now={wallNow} />
      )}
      {!phone && cards.length === 0 && !query.error && !query.isPlaceholderData && (
        <div className={classes.nothing}>
          <Nothing
            filtered={countFilters(search) > 0}
            mayWrite={mayWrite}
            clear={clear}
            compose={() => compose()}
          />
        </div>
      )}
    </div>
  );
}

interface NothingProps {
  filtered: boolean;
  mayWrite: boolean;
  clear: () => void;
  compose: () => void;
}

function Nothing({ filtered, mayWrite, clear, compose }: NothingProps) {
  const { t } = useTranslation("calendar");
  return (
    <div>
      <EmptyState
        title={t(filtered ? "empty.filtered" : "empty.title")}
        actions={
          filtered ? (
            <Button variant="default" onClick={clear}>
              {t("filter.clear")}
            </Button>
          ) : (
            mayWrite && <Button onClick={compose}>{t("empty.compose")}</Button>
          )
        }
      >
        {t(filtered ? "empty.filteredWhy" : "empty.why")}
      </EmptyState>
    </div>
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { Temporal } from "temporal-polyfill";
import { daysOf, spanOf, todayIn, type View } from "./grid";
import { type CalendarSearch, readSearch } from "./search";
import { useNow } from "./useNow";
import { offsetOf } from "./walltime";

const remembered = "parvis-calendar-view";

/** What the address says of the calendar, and the ways to change it. */
export function useCalendar(home: string, phone: boolean) {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const search = useMemo(() => readSearch(raw), [raw]);
  const now = useNow();
  const zone = search.zone ?? home;
  const today = todayIn(zone, now).toString();
  const dateText = search.date ?? today;
  const date = useMemo(() => Temporal.PlainDate.from(dateText), [dateText]);
  const view = search.view ?? lastView();
  // A phone shows a day in its week, whatever the view of the address.
  const days = useMemo(() => daysOf(phone ? "week" : view, date), [phone, view, date]);
  const span = useMemo(() => spanOf(days, zone), [days, zone]);
  const offset = useMemo(() => offsetOf(zone, span.from, span.to), [zone, span]);

  const change = useCallback(
    (next: CalendarSearch, replace = false) => {
      void navigate({ to: ".", search: () => tidy(next), replace });
    },
    [navigate],
  );
  const setView = (next: View, on?: Temporal.PlainDate) => {
    localStorage.setItem(remembered, next);
    change({ ...search, view: next, date: (on ?? date).toString() });
  };

  return {
    search,
    change,
    setView,
    view,
    date,
    days,
    span,
    zone,
    offset,
    now,
    /** The clock of the zone shown. */
    wallNow: now.toZonedDateTimeISO(zone).toPlainDateTime(),
    today: Temporal.PlainDate.from(today),
  };
}

function lastView(): View {
  return readSearch({ view: localStorage.getItem(remembered) ?? "" }).view ?? "month";
}

/** Leaves out what is not set, so that the address stays short. */
function tidy(search: CalendarSearch): CalendarSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

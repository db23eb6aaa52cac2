/** A day of the calendar, 2026-11-24. */
export type Day = string;

export interface Quarter {
  year: number;
  /** 1 to 4 */
  number: number;
  from: Day;
  to: Day;
  /** Days gone by, today included. */
  elapsed: number;
  days: number;
}

/** The quarter that holds a day. */
export function quarterOf(day: Day): Quarter {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const number = Math.ceil(month / 3);
  const first = Date.UTC(year, number * 3 - 3, 1);
  const last = Date.UTC(year, number * 3, 0);
  return {
    year,
    number,
    from: iso(first),
    to: iso(last),
    elapsed: Math.round((Date.parse(day) - first) / 86_400_000) + 1,
    days: Math.round((last - first) / 86_400_000) + 1,
  };
}

/** Today, in a time zone. */
export function todayIn(zone: string, now = new Date()): Day {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
}

const iso = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

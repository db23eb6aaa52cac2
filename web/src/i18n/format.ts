import type { Language } from "./i18n";

const nbsp = "\u00A0";
const minus = "\u2212";

/** Everything the interface writes about numbers, dates and sizes, in one language and one time zone. */
export interface Format {
  number(value: number, decimals?: number): string;
  /** 418 k, 1,2 M: one decimal under 10. */
  short(value: number): string;
  percent(ratio: number, decimals?: number): string;
  /** A change, always with its sign: − 9 %. */
  delta(value: number, unit?: string): string;
  /** No cents from 100 on. */
  money(value: number, currency?: string): string;
  bytes(value: number): string;
  /** 1 h 38, 47 min, 6 j. */
  duration(seconds: number): string;
  /** 18:15, for tables, cards and buttons. */
  time(at: Instant): string;
  /** 18 h 15, for running text. */
  timeInText(at: Instant): string;
  /** mardi 24 novembre */
  day(at: Instant): string;
  /** mar. 24 */
  dayShort(at: Instant): string;
  /** 24 nov. */
  dayMonth(at: Instant): string;
  /** 24/11/2026 */
  date(at: Instant): string;
  /** mardi 24 novembre, 18:15 */
  dayTime(at: Instant): string;
  /** novembre 2026 */
  month(at: Instant): string;
  /** “demain 18:15”, “hier 19:00”, “mar. 24, 18:15”, relative to now. */
  near(at: Instant, now?: Date): string;
  /** “il y a 5 min” */
  since(at: Instant, now?: Date): string;
  /** 23 – 29 novembre 2026 */
  range(from: Instant, to: Instant): string;
  zone: string;
  language: Language;
}

/** An instant as the API writes it, or as the browser holds it. */
export type Instant = string | number | Date;

const made = new Map<string, Format>();

/** The formatter of a language and zone; the same object for the same pair. */
export function formatFor(language: Language, zone: string): Format {
  const key = `${language} ${zone}`;
  const known = made.get(key);
  if (known) {
    return known;
  }
  const format = makeFormat(language, zone);
  made.set(key, format);
  return format;
}

function makeFormat(language: Language, zone: string): Format {
  const fr = language === "fr";
  const tag = fr ? "fr-FR" : "en-GB";
  const formats = new Map<string, Intl.DateTimeFormat>();
  const write = (at: Instant, options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options);
    const known =
      formats.get(key) ?? new Intl.DateTimeFormat(tag, { ...options, timeZone: zone, hourCycle: "h23" });
    formats.set(key, known);
    return known.format(toDate(at));
  };

  const number = (value: number, decimals = 0) =>
    tidy(value.toLocaleString(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));

  const short = (value: number) => {
    const size = Math.abs(value);
    if (size < 1000) {
      return number(value);
    }
    const [divisor, letter] = size < 999_500 ? [1e3, "k"] : [1e6, "M"];
    const scaled = value / divisor;
    const one = Math.abs(scaled) < 9.95 && Math.round(scaled * 10) % 10 !== 0;
    return `${number(scaled, one ? 1 : 0)}${nbsp}${letter}`;
  };

  const time = (at: Instant) => write(at, { hour: "2-digit", minute: "2-digit" });
  const day = (at: Instant) => first(write(at, { weekday: "long", day: "numeric", month: "long" }), fr);
  const dayShort = (at: Instant) => write(at, { weekday: "short", day: "numeric" });
  const dayKey = (at: Instant) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(toDate(at));

  const near = (at: Instant, now = new Date()) => {
    const days = dayDistance(dayKey(now), dayKey(at));
    const names: Record<number, string> = fr
      ? { [-1]: "hier", 0: "aujourd’hui", 1: "demain" }
      : { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
    const name = names[days];
    if (name) {
      return `${name}${nbsp}${time(at)}`;
    }
    if (Math.abs(days) < 7) {
      return `${dayShort(at)}, ${time(at)}`;
    }
    return `${write(at, { day: "numeric", month: "short" })}, ${time(at)}`;
  };

  const duration = (seconds: number) => {
    const minutes = Math.round(Math.abs(seconds) / 60);
    if (Math.abs(seconds) < 60) {
      return `${number(Math.abs(seconds), Math.abs(seconds) < 10 && seconds % 1 !== 0 ? 1 : 0)}${nbsp}s`;
    }
    if (minutes < 60) {
      return `${minutes}${nbsp}min`;
    }
    if (minutes < 48 * 60) {
      const rest = minutes % 60;
      return `${Math.floor(minutes / 60)}${nbsp}h${rest ? `${nbsp}${String(rest).padStart(2, "0")}` : ""}`;
    }
    return `${Math.round(minutes / 1440)}${nbsp}${fr ? "j" : "d"}`;
  };

  return {
    language,
    zone,
    number,
    short,
    percent: (ratio, decimals = 0) => `${number(ratio * 100, decimals)}${fr ? nbsp : ""}%`,
    delta: (value, unit = "") => {
      const sign = value > 0 ? "+" : value < 0 ? minus : "±";
      const body = number(Math.abs(value), Number.isInteger(value) ? 0 : 1);
      return `${sign}${nbsp}${body}${unit ? `${nbsp}${unit}` : ""}`;
    },
    money: (value, currency = "EUR") => {
      const decimals = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
      return tidy(
        value.toLocaleString(tag, {
          style: "currency",
          currency,
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        }),
      );
    },
    bytes: (value) => {
      const units = fr ? ["o", "ko", "Mo", "Go", "To"] : ["B", "kB", "MB", "GB", "TB"];
      let size = value;
      let step = 0;
      while (size >= 1000 && step < units.length - 1) {
        size /= 1000;
        step++;
      }
      return `${number(size, size < 10 && step > 0 ? 1 : 0)}${nbsp}${units[step]}`;
    },
    duration,
    time,
    timeInText: (at) => (fr ? time(at).replace(/^0?(\d+):(\d\d)$/, `$1${nbsp}h${nbsp}$2`) : time(at)),
    day,
    dayShort,
    dayMonth: (at) => write(at, { day: "numeric", month: "short" }),
    date: (at) => write(at, { day: "2-digit", month: "2-digit", year: "numeric" }),
    dayTime: (at) => `${day(at)}, ${time(at)}`,
    month: (at) => write(at, { month: "long", year: "numeric" }),
    near,
    since: (at, now = new Date()) => {
      const seconds = (now.getTime() - toDate(at).getTime()) / 1000;
      if (seconds < 60) {
        return fr ? "à l’instant" : "just now";
      }
      return fr ? `il y a ${duration(seconds)}` : `${duration(seconds)} ago`;
    },
    range: (from, to) => rangeOf(from, to, fr, write),
  };
}

function rangeOf(
  from: Instant,
  to: Instant,
  fr: boolean,
  write: (at: Instant, options: Intl.DateTimeFormatOptions) => string,
): string {
  const year = (at: Instant) => write(at, { year: "numeric" });
  const month = (at: Instant) => write(at, { month: "long" });
  const end = first(write(to, { day: "numeric", month: "long", year: "numeric" }), fr);
  if (year(from) !== year(to)) {
    return `${first(write(from, { day: "numeric", month: "long", year: "numeric" }), fr)} – ${end}`;
  }
  if (month(from) !== month(to)) {
    return `${first(write(from, { day: "numeric", month: "long" }), fr)} – ${end}`;
  }
  const start = write(from, { day: "numeric" });
  return `${fr && start === "1" ? "1ᵉʳ" : start} – ${end}`;
}

/** “1ᵉʳ” for the first of a month, in French only. */
function first(text: string, fr: boolean): string {
  return fr ? text.replace(/(^|\s)1(?=\s\p{L})/u, "$11ᵉʳ") : text;
}

/** The display face draws U+202F too thin, and a hyphen is no minus. */
function tidy(text: string): string {
  return text.replaceAll("\u202F", nbsp).replace(/^-/, minus);
}

function toDate(at: Instant): Date {
  return at instanceof Date ? at : new Date(at);
}

function dayDistance(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPencilPlus } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { daysOf, type View, views } from "./grid";
import classes from "./Toolbar.module.css";
import { capital, type DayWords, useDayWords } from "./words";

interface Props {
  view: View;
  date: Temporal.PlainDate;
  phone: boolean;
  /** Whether the person may write posts. */
  mayWrite: boolean;
  go: (by: 1 | -1) => void;
  today: () => void;
  setView: (view: View) => void;
  compose: () => void;
}

/** The head of the calendar: where in time, which view, and the way to a new post. */
export function Toolbar({ view, date, phone, mayWrite, go, today, setView, compose }: Props) {
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const title = titleOf(view, date, words);
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  return (
    <header className={classes.bar}>
      <div className={classes.arrows}>
        <ActionIcon variant="default" size={34} onClick={() => go(-1)} aria-label={t("toolbar.previous")}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon variant="default" size={34} onClick={() => go(1)} aria-label={t("toolbar.next")}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <Button variant="default" h={34} px={12} onClick={today}>
          {t("today")}
        </Button>
      </div>
      <h1 className={classes.title} tabIndex={-1} data-page-title aria-live="polite">
        {phone ? capital(words.month(date)) : title}
      </h1>
      {!phone && (
        <SegmentedControl
          className={classes.views}
          value={view}
          onChange={(value) => setView(value as View)}
          data={views.map((value) => ({ value, label: t(`view.${value}`) }))}
          aria-label={t("toolbar.view")}
        />
      )}
      {mayWrite && !phone && (
        <Button leftSection={<IconPencilPlus size={16} />} onClick={compose}>
          {t("toolbar.compose")}
        </Button>
      )}
    </header>
  );
}

function titleOf(view: View, date: Temporal.PlainDate, words: DayWords): string {
  if (view === "month") return capital(words.month(date));
  if (view === "day") return capital(words.long(date));
  const days = daysOf(view, date);
  return words.range(days[0] ?? date, days[days.length - 1] ?? date);
}

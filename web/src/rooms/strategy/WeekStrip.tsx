import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/useFormat";
import type { BalanceWeek } from "@/queries/strategy";
import classes from "./Bars.module.css";

/** The weeks of a period as squares: silent, low, met, too much. Hatched is silence, not zero by mistake. */
export function WeekStrip({ weeks }: { weeks: readonly BalanceWeek[] }) {
  const { t } = useTranslation("strategy");
  const format = useFormat();
  const read = (week: BalanceWeek) =>
    t("rhythm.week", {
      day: format.dayMonth(`${week.starts}T12:00:00Z`),
      planned: week.planned,
      wanted: format.number(week.wanted, Number.isInteger(week.wanted) ? 0 : 1),
      pace: t(`rhythm.paces.${week.pace || "none"}`),
    });
  return (
    <ul className={classes.weeks}>
      {weeks.map((week) => (
        <li key={week.starts} className={classes.week} data-pace={lookOf(week)} title={read(week)}>
          <span aria-hidden>{week.planned || ""}</span>
          <span className="pv-sr">{read(week)}</span>
        </li>
      ))}
    </ul>
  );
}

/** An empty week that wanted nothing is neither kept nor missed. */
function lookOf(week: BalanceWeek): string | undefined {
  if (week.planned === 0 && week.pace === "met") {
    return undefined;
  }
  return week.pace || (week.planned > 0 ? "some" : undefined);
}

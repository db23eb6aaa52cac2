import { useTranslation } from "react-i18next";
import type { Measure } from "./count";
import classes from "./Editor.module.css";

/** Used and allowed: grey, amber at 80 %, red over. The words go to screen readers only when they matter. */
export function Counter({ measure, id }: { measure: Measure; id?: string }) {
  const { t } = useTranslation("composer");
  const over = measure.used - measure.max;
  return (
    <span id={id} className={classes.counter} data-level={measure.level}>
      <b>{measure.used}</b>
      {measure.max > 0 && ` / ${measure.max}`}
      {measure.level === "over" && <span className="pv-sr">{t("counter.over", { count: over })}</span>}
    </span>
  );
}

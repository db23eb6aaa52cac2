import { useTranslation } from "react-i18next";
import { NotAvailable } from "@/components/Figures";
import { Meter } from "@/components/Meter";
import { useFormat } from "@/i18n/useFormat";
import type { Balance, Pillar } from "@/queries/strategy";
import classes from "./Bars.module.css";

/** Pillars of the period: the share that goes out, with a mark at the share that was wanted. */
export function PillarBars({ balance, pillars }: { balance: Balance; pillars: readonly Pillar[] }) {
  const { t } = useTranslation("strategy");
  const format = useFormat();
  const widest = Math.max(60, ...balance.pillars.map((line) => Math.max(line.share, line.actualShare ?? 0)));
  return (
    <ul className={classes.bars}>
      {pillars.map((pillar) => {
        const line = balance.pillars.find((one) => one.key === pillar.id);
        const actual = line?.actualShare ?? null;
        const wanted = format.percent(pillar.share / 100);
        const got = actual === null ? undefined : format.percent(actual / 100);
        const far = actual !== null && Math.abs(actual - pillar.share) >= 10;
        return (
          <li key={pillar.id}>
            <span className={classes.line}>
              <span className={classes.dot} style={{ background: pillar.colour }} />
              <span className="pv-el pv-grow">{pillar.name}</span>
              <span className="pv-3">{t("pillars.wanted", { share: wanted })}</span>
              {got ? (
                <strong className={far ? "pv-amber" : undefined}>{got}</strong>
              ) : (
                <NotAvailable why={t("pillars.noPost")} />
              )}
            </span>
            <Meter
              value={(actual ?? 0) / widest}
              mark={pillar.share / widest}
              color={pillar.colour}
              label={t("pillars.reads", { name: pillar.name, wanted, got: got ?? t("common:notAvailable") })}
            />
          </li>
        );
      })}
    </ul>
  );
}

import { IconClockExclamation, IconTrendingDown, IconTrendingUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NotAvailable } from "@/components/Figures";
import { MemberAvatar } from "@/components/MemberAvatar";
import { Meter } from "@/components/Meter";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { membersQuery } from "@/queries/identity";
import type { Kpi, Objective } from "@/queries/strategy";
import { elapsedPart, kpiFigure, mainKpi, paceOf } from "./figures";
import { ObjectiveForm } from "./ObjectiveForm";
import classes from "./ObjectiveTable.module.css";
import { todayIn } from "./quarter";

const paces = {
  ahead: { icon: IconTrendingUp, color: "var(--pv-green)" },
  late: { icon: IconClockExclamation, color: "var(--pv-amber)" },
  risk: { icon: IconTrendingDown, color: "var(--pv-red)" },
};

/** Objectives with baseline, today and target; a click opens the form. */
export function ObjectiveTable({ objectives }: { objectives: readonly Objective[] }) {
  const { t } = useTranslation("strategy");
  const [open, setOpen] = useState<Objective | null>(null);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("objectives.one")}</th>
            <th scope="col">{t("objectives.goal")}</th>
            <th scope="col">{t("objectives.way")}</th>
            <th scope="col">{t("objectives.date")}</th>
            <th scope="col">{t("objectives.owner")}</th>
            <th scope="col">{t("objectives.pace")}</th>
          </tr>
        </thead>
        <tbody>
          {objectives.map((objective) => (
            <Row key={objective.id} objective={objective} onOpen={() => setOpen(objective)} />
          ))}
        </tbody>
      </table>
      {open && <ObjectiveForm objective={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Row({ objective, onOpen }: { objective: Objective; onOpen: () => void }) {
  const { t } = useTranslation("strategy");
  const { id, zone } = useWorkspace();
  const format = useFormat();
  const { data: members } = useQuery(membersQuery(id));
  const owner = members?.find((member) => member.id === objective.owner);
  const kpi = mainKpi(objective.kpis);
  const expected = objective.date
    ? elapsedPart(objective.createdAt.slice(0, 10), objective.date, todayIn(zone))
    : undefined;
  const pace = expected === undefined ? undefined : paceOf(kpi?.attainment, expected);
  const look = pace && paces[pace];
  return (
    <tr>
      <td>
        <button type="button" className={classes.name} onClick={onOpen}>
          {objective.title}
        </button>
        <p className="pv-xs pv-3">
          {kpi?.name}
          {objective.onlyVanity && <strong className={classes.vanity}> · {t("objectives.vanity")}</strong>}
        </p>
      </td>
      <td>
        <span className={classes.goal}>{t(`goals.${objective.goal}`)}</span>
      </td>
      <td className={classes.way}>{kpi && <Way kpi={kpi} expected={expected} />}</td>
      <td className="pv-nw">{objective.date ? format.dayMonth(`${objective.date}T12:00:00Z`) : "—"}</td>
      <td>{owner ? <MemberAvatar name={owner.name} decorative={false} /> : "—"}</td>
      <td>
        {look ? (
          <span className={classes.pace} style={{ "--c": look.color } as React.CSSProperties}>
            <look.icon size={14} stroke={2} aria-hidden /> {t(`paces.${pace}`)}
          </span>
        ) : (
          <NotAvailable why={t("objectives.noPace")} />
        )}
      </td>
    </tr>
  );
}

/** Baseline, today, target over a bar with a mark where one should be. */
function Way({ kpi, expected }: { kpi: Kpi; expected?: number }) {
  const { t } = useTranslation("strategy");
  const format = useFormat();
  const missing = t("common:notAvailable");
  const [baseline, current, target] = [kpi.baseline, kpi.current, kpi.target].map((v) =>
    kpiFigure(v, kpi.unit, format),
  );
  return (
    <>
      <span className={classes.figures}>
        <span className="pv-3">{baseline ?? missing}</span>
        <strong>{current ?? missing}</strong>
        <span className="pv-push pv-3">{target ?? missing}</span>
      </span>
      <Meter
        value={kpi.attainment ?? 0}
        mark={expected}
        color={
          kpi.attainment != null && expected !== undefined && kpi.attainment < expected
            ? "var(--pv-c2)"
            : undefined
        }
        label={t("objectives.reads", {
          baseline: baseline ?? missing,
          current: current ?? missing,
          target: target ?? missing,
        })}
      />
    </>
  );
}

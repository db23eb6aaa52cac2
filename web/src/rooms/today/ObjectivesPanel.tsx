import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NotAvailable } from "@/components/Figures";
import { Meter } from "@/components/Meter";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Objective, objectivesQuery } from "@/queries/strategy";
import { elapsedPart, kpiFigure, mainKpi } from "@/rooms/strategy/figures";
import { todayIn } from "@/rooms/strategy/quarter";
import classes from "./Today.module.css";

/** The objectives, each with its way made and a mark where it should be by now. */
export function ObjectivesPanel() {
  const { t } = useTranslation("today");
  const { id, path, may } = useWorkspace();
  const objectives = useQuery({ ...objectivesQuery(id), enabled: may("strategy.read") });
  if (!may("strategy.read")) {
    return null;
  }
  return (
    <Section
      title={t("objectives")}
      actions={<Link to={path("strategy", "objectives")}>{t("common:all")}</Link>}
    >
      <Query of={objectives}>
        {(list) =>
          list.length ? (
            <ul className={classes.goals}>
              {list.slice(0, 4).map((objective) => (
                <Goal key={objective.id} objective={objective} />
              ))}
            </ul>
          ) : (
            <p className="pv-s pv-3">{t("noObjective")}</p>
          )
        }
      </Query>
    </Section>
  );
}

function Goal({ objective }: { objective: Objective }) {
  const { t } = useTranslation("today");
  const { zone } = useWorkspace();
  const format = useFormat();
  const kpi = mainKpi(objective.kpis);
  const current = kpi && kpiFigure(kpi.current, kpi.unit, format);
  const target = kpi && kpiFigure(kpi.target, kpi.unit, format);
  const expected = objective.date
    ? elapsedPart(objective.createdAt.slice(0, 10), objective.date, todayIn(zone))
    : undefined;
  const late = kpi?.attainment != null && expected !== undefined && kpi.attainment < expected;
  const missing = t("common:notAvailable");
  return (
    <li>
      <p className={classes.goal}>
        <span className="pv-el" title={objective.title}>
          {objective.title}
        </span>
        <span className="pv-num pv-nw">
          {current ? <strong>{current}</strong> : <NotAvailable why={t("noFigure")} />}
          {target && <span className="pv-3"> / {target}</span>}
        </span>
      </p>
      <Meter
        value={kpi?.attainment ?? 0}
        mark={expected}
        color={late ? "var(--pv-c2)" : undefined}
        label={`${kpi?.name ?? objective.title} : ${current ?? missing} / ${target ?? missing}`}
      />
    </li>
  );
}

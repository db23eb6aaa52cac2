import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { balanceQuery, charterQuery, type Pillar, pillarsQuery } from "@/queries/strategy";
import { CharterForm } from "./CharterForm";
import { ArchiveSwitch } from "./ObjectivesPage";
import { PillarForm } from "./PillarForm";
import classes from "./Pillars.module.css";
import { quarterOf, todayIn } from "./quarter";
import { StrategyPage } from "./StrategyPage";
import { VersionPicker } from "./VersionPicker";
import { WeekStrip } from "./WeekStrip";

/** The editorial line: pillars with their share and frequency, and the charter. */
export default function LinePage() {
  const { id } = useWorkspace();
  const { t } = useTranslation("strategy");
  const [version, setVersion] = useState<number | undefined>();
  const charter = useQuery(charterQuery(id, version));
  return (
    <StrategyPage>
      <Pillars />
      <Section
        title={t("charter.title")}
        says={t("charter.says")}
        actions={<VersionPicker which="charter" value={version} onChange={setVersion} />}
      >
        <Query of={charter} height={300}>
          {(data) => (
            <CharterForm key={`${data.version.number}`} charter={data} old={version !== undefined} />
          )}
        </Query>
      </Section>
    </StrategyPage>
  );
}

function Pillars() {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<Pillar | "new" | null>(null);
  const pillars = useQuery(pillarsQuery(id, archived));
  const sum = pillars.data?.reduce((total, pillar) => total + pillar.share, 0) ?? 100;
  const add = may("strategy.write") && (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setOpen("new")}>
      {t("pillars.new")}
    </Button>
  );
  return (
    <Section
      flush
      title={t("pillars.title")}
      says={!archived && pillars.data?.length && sum !== 100 ? t("pillars.sum", { sum }) : t("pillars.says")}
      actions={
        <div className="pv-row pv-wrap">
          <ArchiveSwitch archived={archived} onChange={setArchived} />
          {add}
        </div>
      }
    >
      <Query of={pillars} height={200}>
        {(list) =>
          list.length ? (
            <ul>
              {list.map((pillar) => (
                <PillarRow key={pillar.id} pillar={pillar} onOpen={() => setOpen(pillar)} />
              ))}
            </ul>
          ) : (
            <EmptyState
              bare
              title={t(archived ? "items.noneArchived" : "pillars.empty")}
              actions={!archived && add}
            >
              {!archived && t("pillars.emptyWhy")}
            </EmptyState>
          )
        }
      </Query>
      {open && <PillarForm pillar={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function PillarRow({ pillar, onOpen }: { pillar: Pillar; onOpen: () => void }) {
  const { t } = useTranslation("strategy");
  const { id, zone } = useWorkspace();
  const format = useFormat();
  const quarter = quarterOf(todayIn(zone));
  const { data: balance } = useQuery(balanceQuery(id, quarter.from, quarter.to));
  const line = balance?.pillars.find((one) => one.key === pillar.id);
  return (
    <li className={classes.row}>
      <span className={classes.colour} style={{ background: pillar.colour }} />
      <div className={classes.name}>
        <button type="button" className={classes.open} onClick={onOpen}>
          {pillar.name}
        </button>
        <p className="pv-xs pv-3">{pillar.description}</p>
      </div>
      <p className="pv-num pv-s">
        <strong>{format.percent(pillar.share / 100)}</strong>{" "}
        <span className="pv-3">{t("pillars.ofPosts")}</span>
      </p>
      <p className="pv-num pv-s">
        {pillar.perWeek > 0 ? (
          t("pillars.perWeekCount", { count: pillar.perWeek })
        ) : (
          <span className="pv-3">—</span>
        )}
      </p>
      <div className={classes.weeks}>{line && <WeekStrip weeks={line.weeks} />}</div>
    </li>
  );
}

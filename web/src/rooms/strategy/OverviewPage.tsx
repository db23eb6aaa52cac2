import { Button } from "@mantine/core";
import { IconScale, IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { NetworkBadge, networkName } from "@/components/NetworkBadge";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { balanceQuery, campaignsQuery, objectivesQuery, pillarsQuery } from "@/queries/strategy";
import { CampaignBars } from "./CampaignBars";
import { ObjectiveForm } from "./ObjectiveForm";
import { ObjectiveTable } from "./ObjectiveTable";
import classes from "./Overview.module.css";
import { PillarBars } from "./PillarBars";
import { quarterOf, todayIn } from "./quarter";
import { StrategyPage } from "./StrategyPage";
import { WeekStrip } from "./WeekStrip";

export default function OverviewPage() {
  const { t } = useTranslation("strategy");
  const { id, zone, path, may } = useWorkspace();
  const format = useFormat();
  const quarter = quarterOf(todayIn(zone));
  const objectives = useQuery(objectivesQuery(id));
  const pillars = useQuery(pillarsQuery(id));
  const campaigns = useQuery(campaignsQuery(id));
  const balance = useQuery(balanceQuery(id, quarter.from, quarter.to));
  const [adding, setAdding] = useState(false);
  const write = may("strategy.write");
  const period = t(`quarters.${quarter.number}`, { year: quarter.year });
  return (
    <StrategyPage
      actions={
        write && (
          <Button
            leftSection={<IconTargetArrow size={16} stroke={1.75} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t("objectives.new")}
          </Button>
        )
      }
    >
      <p className="pv-s pv-3">
        {period}, {t("elapsed", { elapsed: format.number(quarter.elapsed), days: quarter.days })}
      </p>
      <div className={classes.top}>
        <Section flush title={t("tabs.objectives")}>
          <Query of={objectives} height={220}>
            {(list) =>
              list.length ? (
                <ObjectiveTable objectives={list} />
              ) : (
                <EmptyState
                  bare
                  title={t("objectives.empty")}
                  actions={write && <Button onClick={() => setAdding(true)}>{t("objectives.new")}</Button>}
                >
                  {t("objectives.emptyWhy")}
                </EmptyState>
              )
            }
          </Query>
        </Section>
        <Section title={t("pillars.title")} says={t("pillars.ofPeriod", { period })}>
          <Query of={balance} height={220}>
            {(data) =>
              pillars.data?.length ? (
                <>
                  <PillarBars balance={data} pillars={pillars.data} />
                  {data.sharesSum !== 100 && (
                    <p className={classes.hint}>
                      <IconScale size={16} stroke={1.75} aria-hidden />
                      {t("pillars.sum", { sum: data.sharesSum })}
                    </p>
                  )}
                </>
              ) : (
                <EmptyState
                  bare
                  title={t("pillars.empty")}
                  actions={
                    <Button component={Link} to={path("strategy", "line")} variant="default">
                      {t("pillars.write")}
                    </Button>
                  }
                >
                  {t("pillars.emptyWhy")}
                </EmptyState>
              )
            }
          </Query>
        </Section>
      </div>
      <div className={classes.bottom}>
        <Section title={t("rhythm.title")} says={t("rhythm.says")}>
          <Query of={balance}>
            {(data) =>
              data.networks.length ? (
                <ul className={classes.networks}>
                  {data.networks.map((line) => (
                    <li key={line.key}>
                      <span className="pv-row pv-s">
                        <NetworkBadge network={line.key} decorative /> {networkName(line.key)}
                        <span className="pv-push pv-3 pv-num">
                          {t("rhythm.count", { published: line.published, planned: line.planned })}
                        </span>
                      </span>
                      <WeekStrip weeks={line.weeks} />
                    </li>
                  ))}
                </ul>
              ) : (
                <p className="pv-s pv-3">{t("rhythm.empty")}</p>
              )
            }
          </Query>
        </Section>
        <Section title={t("tabs.campaigns")} says={period}>
          <Query of={campaigns}>
            {(list) =>
              list.length ? (
                <CampaignBars campaigns={list} from={quarter.from} to={quarter.to} />
              ) : (
                <p className="pv-s pv-3">{t("campaigns.emptyWhy")}</p>
              )
            }
          </Query>
        </Section>
      </div>
      {adding && <ObjectiveForm onClose={() => setAdding(false)} />}
    </StrategyPage>
  );
}

import { Button } from "@mantine/core";
import { IconCopy, IconSpeakerphone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { Meter } from "@/components/Meter";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Campaign, campaignsQuery, objectivesQuery } from "@/queries/strategy";
import { CampaignForm } from "./CampaignForm";
import classes from "./Cards.module.css";
import { CopyDialog } from "./CopyDialog";
import { elapsedPart } from "./figures";
import { ArchiveSwitch } from "./ObjectivesPage";
import { todayIn } from "./quarter";
import { StrategyPage } from "./StrategyPage";

export default function CampaignsPage() {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<Campaign | "new" | null>(null);
  const [copying, setCopying] = useState<Campaign | null>(null);
  const campaigns = useQuery(campaignsQuery(id, archived));
  const write = may("strategy.write");
  const add = write && (
    <Button
      leftSection={<IconSpeakerphone size={16} stroke={1.75} aria-hidden />}
      onClick={() => setOpen("new")}
    >
      {t("campaigns.new")}
    </Button>
  );
  return (
    <StrategyPage actions={add}>
      <Section
        title={t("tabs.campaigns")}
        actions={<ArchiveSwitch archived={archived} onChange={setArchived} />}
      >
        <Query of={campaigns} height={240}>
          {(list) =>
            list.length ? (
              <ul className={classes.cards}>
                {list.map((campaign) => (
                  <CampaignCard
                    key={campaign.id}
                    campaign={campaign}
                    onOpen={() => setOpen(campaign)}
                    onCopy={write ? () => setCopying(campaign) : undefined}
                  />
                ))}
              </ul>
            ) : (
              <EmptyState
                bare
                title={t(archived ? "items.noneArchived" : "campaigns.empty")}
                actions={!archived && add}
              >
                {!archived && t("campaigns.emptyWhy")}
              </EmptyState>
            )
          }
        </Query>
      </Section>
      {open && <CampaignForm campaign={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
      {copying && <CopyDialog campaign={copying} onClose={() => setCopying(null)} />}
    </StrategyPage>
  );
}

interface CardProps {
  campaign: Campaign;
  onOpen: () => void;
  onCopy?: () => void;
}

function CampaignCard({ campaign, onOpen, onCopy }: CardProps) {
  const { t } = useTranslation("strategy");
  const { id, zone } = useWorkspace();
  const format = useFormat();
  const { data: objectives } = useQuery(objectivesQuery(id));
  const objective = objectives?.find((one) => one.id === campaign.objective);
  const money = (cents: number | null) =>
    cents === null ? t("common:notAvailable") : format.money(cents / 100, campaign.currency);
  const dated = campaign.starts && campaign.ends;
  const noon = (day: string) => `${day}T12:00:00Z`;
  const range = dated ? format.range(noon(campaign.starts), noon(campaign.ends)) : t("campaigns.noDates");
  return (
    <li className={classes.card}>
      <div className="pv-row">
        <span className={classes.colour} style={{ background: campaign.colour || "var(--pv-c1)" }} />
        <h3 className="pv-grow">
          <button type="button" className={classes.open} onClick={onOpen}>
            {campaign.name}
          </button>
        </h3>
        <span className="pv-xs pv-2">{t(`campaigns.states.${campaign.state}`)}</span>
      </div>
      <p className="pv-s pv-3">{range}</p>
      {dated && (
        <Meter
          value={elapsedPart(campaign.starts, campaign.ends, todayIn(zone))}
          color={campaign.colour}
          label={range}
        />
      )}
      <dl className={classes.facts}>
        <dt>{t("objectives.one")}</dt>
        <dd>{objective?.title ?? "—"}</dd>
        <dt>{t("campaigns.reach")}</dt>
        <dd>{t(`campaigns.reaches.${campaign.reach}`)}</dd>
        <dt>{t("campaigns.budget")}</dt>
        <dd className="pv-num">
          {t("campaigns.spent", { spend: money(campaign.spend), budget: money(campaign.budget) })}
        </dd>
      </dl>
      {onCopy && (
        <div style={{ position: "relative" }}>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={onCopy}
            leftSection={<IconCopy size={14} stroke={2} aria-hidden />}
          >
            {t("campaigns.copy")}
          </Button>
        </div>
      )}
    </li>
  );
}

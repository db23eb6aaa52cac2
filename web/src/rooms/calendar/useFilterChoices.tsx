import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { NetworkBadge } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { statuses } from "@/components/statuses";
import { channelsQuery } from "@/queries/channels";
import { labelsQuery } from "@/queries/editorial";
import { audiencesQuery, campaignsQuery, objectivesQuery, pillarsQuery } from "@/queries/strategy";
import type { Choices } from "./FilterBar";
import classes from "./FilterBar.module.css";

const stages = ["awareness", "consideration", "conversion", "loyalty"] as const;
const none: never[] = [];

/** What each filter offers, and the names of pillars and campaigns by id. */
export function useFilterChoices(ws: string) {
  const { t } = useTranslation(["calendar", "common"]);
  const channels = useQuery(channelsQuery(ws)).data ?? none;
  const labels = useQuery(labelsQuery(ws)).data ?? none;
  const pillars = useQuery(pillarsQuery(ws)).data ?? none;
  const campaigns = useQuery(campaignsQuery(ws)).data ?? none;
  const objectives = useQuery(objectivesQuery(ws)).data ?? none;
  const audiences = useQuery(audiencesQuery(ws)).data ?? none;
  return useMemo(() => {
    const dot = (colour: string | undefined) =>
      colour && <i className={classes.dot} style={{ background: colour }} />;
    const choices: Choices = {
      channel: channels.map(({ id, name, network }) => ({
        id,
        name,
        mark: <NetworkBadge network={network} decorative />,
      })),
      status: statuses.map((id) => ({
        id,
        name: t(`common:status.${id}`),
        mark: (
          <span aria-hidden="true">
            <StatusBadge status={id} iconOnly />
          </span>
        ),
      })),
      pillar: pillars.map(({ id, name, colour }) => ({ id, name, mark: dot(colour) })),
      campaign: campaigns.map(({ id, name, colour }) => ({ id, name, mark: dot(colour) })),
      objective: objectives.map(({ id, title }) => ({ id, name: title })),
      audience: audiences.map(({ id, name }) => ({ id, name })),
      stage: stages.map((id) => ({ id, name: t(`stage.${id}`) })),
      label: labels.map(({ id, name, colour }) => ({ id, name, mark: dot(colour) })),
    };
    const names = new Map([...pillars, ...campaigns].map(({ id, name }) => [id, name]));
    return { choices, names, campaigns, channels, pillars, labels };
  }, [channels, labels, pillars, campaigns, objectives, audiences, t]);
}

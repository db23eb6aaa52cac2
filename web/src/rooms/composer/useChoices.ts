import { useQuery } from "@tanstack/react-query";
import { channelsQuery } from "@/queries/channels";
import { labelsQuery } from "@/queries/editorial";
import { audiencesQuery, campaignsQuery, objectivesQuery, pillarsQuery } from "@/queries/strategy";
import type { StrategyChoices } from "./Classify";
import type { Limited } from "./rules";

const none: never[] = [];

/** Everything a post can be tied to: accounts, strategy, labels. */
export function useChoices(ws: string): {
  channels: readonly Limited[];
  strategy: StrategyChoices;
  ready: boolean;
} {
  const channels = useQuery(channelsQuery(ws));
  const campaigns = useQuery(campaignsQuery(ws)).data ?? none;
  const pillars = useQuery(pillarsQuery(ws)).data ?? none;
  const objectives = useQuery(objectivesQuery(ws)).data ?? none;
  const audiences = useQuery(audiencesQuery(ws)).data ?? none;
  const labels = useQuery(labelsQuery(ws)).data ?? none;
  return {
    channels: channels.data ?? none,
    ready: !channels.isPending,
    strategy: {
      campaigns,
      pillars,
      objectives: objectives.map(({ id, title }) => ({ id, name: title })),
      audiences,
      labels,
    },
  };
}

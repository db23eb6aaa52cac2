import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface Person {
  id: string;
  name: string;
}

/** What every item of the strategy carries. `version` goes back as baseVersion. */
export interface StrategyRecord {
  id: string;
  version: number;
  createdAt: string;
  createdBy?: Person;
  updatedAt: string;
  updatedBy?: Person;
  archivedAt: string | null;
}

export interface Kpi {
  name: string;
  unit: string;
  baseline: number | null;
  target: number | null;
  current: number | null;
  vanity?: boolean;
  /** 0 at the baseline, 1 at the target; null when a number is missing. */
  attainment?: number | null;
}

export const goals = [
  "awareness",
  "engagement",
  "community",
  "traffic",
  "leads",
  "sales",
  "loyalty",
  "care",
] as const;

export interface ObjectiveFields {
  title: string;
  description: string;
  goal: (typeof goals)[number];
  kpis: Kpi[];
  date: string;
  owner: string;
}
export type Objective = StrategyRecord & ObjectiveFields & { onlyVanity: boolean };

export interface ActiveHours {
  weekday: number;
  from: number;
  to: number;
}
export interface AudienceFields {
  name: string;
  description: string;
  ageFrom: number | null;
  ageTo: number | null;
  languages: string[];
  place: string;
  interests: string[];
  networks: string[];
  active: ActiveHours[];
  needs: string[];
  objections: string[];
}
export type Audience = StrategyRecord & AudienceFields;

export interface PillarFields {
  name: string;
  colour: string;
  description: string;
  share: number;
  perWeek: number;
}
export type Pillar = StrategyRecord & PillarFields;

export const campaignStates = ["draft", "active", "closed"] as const;
export const reaches = ["organic", "paid", "both"] as const;

/** Money is in cents; null is “nobody entered it”. Days are 2026-11-01, the last one included. */
export interface CampaignFields {
  name: string;
  description: string;
  colour: string;
  state: (typeof campaignStates)[number];
  reach: (typeof reaches)[number];
  objective: string;
  audiences: string[];
  pillars: string[];
  kpis: Kpi[];
  keyMessages: string[];
  starts: string;
  ends: string;
  currency: string;
  budget: number | null;
  spend: number | null;
}
export type Campaign = StrategyRecord & CampaignFields;

export interface Version {
  number: number;
  createdAt: string | null;
  createdBy?: Person;
}

export interface PlatformFields {
  mission: string;
  vision: string;
  values: { name: string; meaning: string }[];
  promise: string;
  positioning: string;
  wantedImage: string;
  keyMessages: { text: string; proofs: { text: string; source: string }[] }[];
}
export type Platform = PlatformFields & { version: Version };

export const emojiPolicies = ["free", "sparing", "none"] as const;

export interface CharterFields {
  tones: { network: string; text: string }[];
  use: string[];
  avoid: { word: string; suggestion: string }[];
  mentions: { name: string; text: string; when: string }[];
  hashtags: { name: string; tags: string[] }[];
  emoji: { policy: (typeof emojiPolicies)[number]; note: string };
  rhythms: { network: string; perWeek: number }[];
}
export type Charter = CharterFields & { version: Version };

export interface BalanceWeek {
  starts: string;
  days: number;
  wanted: number;
  planned: number;
  published: number;
  pace: "" | "silent" | "low" | "met" | "overload";
}
export interface BalanceLine {
  key: string;
  wanted: number;
  planned: number;
  published: number;
  weeks: BalanceWeek[];
}
export interface Balance {
  from: string;
  to: string;
  sharesSum: number;
  withoutPillar: number;
  pillars: (BalanceLine & { share: number; actualShare: number | null })[];
  networks: BalanceLine[];
}

/** The four kinds of item: the last part of their address, which is also the family of their query keys. */
export type Noun = "objectives" | "audiences" | "pillars" | "campaigns";
interface Items {
  objectives: { read: Objective; write: ObjectiveFields };
  audiences: { read: Audience; write: AudienceFields };
  pillars: { read: Pillar; write: PillarFields };
  campaigns: { read: Campaign; write: CampaignFields };
}

export const strategyKeys = {
  list: (noun: Noun, ws: string, archived = false) => [noun, ws, archived ? "archived" : "used"] as const,
  document: (which: "platform" | "charter", ws: string, version?: number) =>
    [which, ws, version ?? "last"] as const,
  versions: (which: "platform" | "charter", ws: string) => [which, ws, "versions"] as const,
  balance: (ws: string, from: string, to: string) => ["balance", ws, from, to] as const,
};

function itemsQuery<N extends Noun>(noun: N, ws: string, archived = false) {
  return queryOptions({
    queryKey: strategyKeys.list(noun, ws, archived),
    queryFn: async ({ signal }) => {
      const query = { limit: 200, archived: archived ? "only" : "no" };
      return api.get<{ items: Items[N]["read"][] }>(inside(ws, "strategy", noun), query, signal);
    },
    select: (list) => list.items,
    staleTime: 60_000,
  });
}

export const objectivesQuery = (ws: string, archived?: boolean) => itemsQuery("objectives", ws, archived);
export const audiencesQuery = (ws: string, archived?: boolean) => itemsQuery("audiences", ws, archived);
export const pillarsQuery = (ws: string, archived?: boolean) => itemsQuery("pillars", ws, archived);
export const campaignsQuery = (ws: string, archived?: boolean) => itemsQuery("campaigns", ws, archived);

/** Creates an item, or writes over the version it was read at. */
export function useSaveItem<N extends Noun>(noun: N, ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ fields, over }: { fields: Items[N]["write"]; over?: StrategyRecord }) =>
      over
        ? api.put<Items[N]["read"]>(inside(ws, "strategy", noun, over.id), {
            ...fields,
            baseVersion: over.version,
          })
        : api.post<Items[N]["read"]>(inside(ws, "strategy", noun), fields),
    onSuccess: () => client.invalidateQueries({ queryKey: [noun, ws] }),
  });
}

/** Puts an item away, takes it back, or deletes it when nothing uses it. */
export function useMoveItem(noun: Noun, ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, to }: { id: string; to: "archive" | "restore" | "delete" }) =>
      to === "delete"
        ? api.delete(inside(ws, "strategy", noun, id))
        : api.post(inside(ws, "strategy", noun, id, to)),
    onSuccess: () => client.invalidateQueries({ queryKey: [noun, ws] }),
  });
}

export function useCopyCampaign(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, starts }: { id: string; name: string; starts: string }) =>
      api.post<Campaign>(inside(ws, "strategy", "campaigns", id, "copy"), { name, starts }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["campaigns", ws] }),
  });
}

function documentQuery<D>(which: "platform" | "charter", ws: string, version?: number) {
  return queryOptions({
    queryKey: strategyKeys.document(which, ws, version),
    queryFn: ({ signal }) => api.get<D>(inside(ws, "strategy", which), { version }, signal),
    staleTime: 60_000,
  });
}
export const platformQuery = (ws: string, version?: number) =>
  documentQuery<Platform>("platform", ws, version);
export const charterQuery = (ws: string, version?: number) => documentQuery<Charter>("charter", ws, version);

export const versionsQuery = (which: "platform" | "charter", ws: string) =>
  queryOptions({
    queryKey: strategyKeys.versions(which, ws),
    queryFn: ({ signal }) =>
      api.get<{ items: Version[] }>(inside(ws, "strategy", which, "versions"), { limit: 50 }, signal),
    select: (list) => list.items,
  });

/** Adds a version of a document over the one that was read. */
export function useSaveDocument<F extends object>(which: "platform" | "charter", ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ fields, baseVersion }: { fields: F; baseVersion: number }) =>
      api.put(inside(ws, "strategy", which), { ...fields, baseVersion }),
    onSuccess: () => client.invalidateQueries({ queryKey: [which, ws] }),
  });
}

/** Pillars and frequency, planned beside actual; from and to are days. */
export const balanceQuery = (ws: string, from: string, to: string) =>
  queryOptions({
    queryKey: strategyKeys.balance(ws, from, to),
    queryFn: ({ signal }) => api.get<Balance>(inside(ws, "strategy", "balance"), { from, to }, signal),
  });

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";
import type { Health } from "@/components/ChannelHealth";
import type { Reason } from "./deliveries";

/** One input of a connect form, declared by the network as data. Its words are `networks:<network>.<name>`. */
export interface NetworkField {
  name: string;
  kind: "text" | "secret" | "url" | "choice" | "boolean" | "number";
  choices: string[];
  default: string;
  required: boolean;
}

/** What a network takes; 0 is no limit, but for images and videos: none. */
export interface Limits {
  text: { max: number; unit: string; urlCost: number; maxTitle: number };
  media: {
    images: number;
    videos: number;
    mixed: boolean;
    imageTypes: string[];
    videoTypes: string[];
    maxImageBytes: number;
    maxVideoBytes: number;
    maxDurationSeconds: number;
    altText: boolean;
    maxAlt: number;
    required: boolean;
  };
  threads: boolean;
  maxThread: number;
  linkCards: boolean;
  titles: boolean;
  canEdit: boolean;
  canDelete: boolean;
  perDay: number;
  perHour: number;
  options: NetworkField[];
}

export interface NetworkInfo {
  name: string;
  title: string;
  /** People connect accounts with the form; else the program makes them. */
  connectable: boolean;
  connect: NetworkField[];
  limits: Limits;
}

export interface Hold {
  id: string;
  scope: "channel" | "campaign" | "workspace" | "everything";
  /** The channel or the campaign, or empty. */
  target: string;
  reason: string;
  note: string;
  placedBy: string;
  placedAt: string;
}

export interface Channel {
  id: string;
  network: string;
  name: string;
  handle: string;
  url: string;
  avatar: string;
  /** Empty: the workspace's. */
  zone: string;
  settings: Record<string, string>;
  health: Health;
  healthReason?: Reason;
  checkedAt: string | null;
  /** Null: does not expire. */
  expiresAt: string | null;
  connectedAt: string;
  groups: string[];
  held: boolean;
  holds: Hold[];
  limits: Limits;
}

export interface Connection {
  channel: Channel;
  /** Secrets that the network made, shown this once. */
  shown: Record<string, string>;
}

/** A delivery that had started, or that waits. */
export interface Departure {
  delivery: string;
  channel: string;
  post: string;
  state: string;
  dueAt: string;
}

export interface ChannelGroup {
  id: string;
  name: string;
  channels: string[];
}

export const channelKeys = {
  networks: (ws: string) => ["networks", ws] as const,
  list: (ws: string) => ["channels", ws] as const,
  groups: (ws: string) => ["channels", ws, "groups"] as const,
  holds: (ws: string) => ["holds", ws] as const,
};

export const networksQuery = (ws: string) =>
  queryOptions({
    queryKey: channelKeys.networks(ws),
    queryFn: ({ signal }) => api.get<{ items: NetworkInfo[] }>(inside(ws, "networks"), undefined, signal),
    select: (list) => list.items,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const channelsQuery = (ws: string) =>
  queryOptions({
    queryKey: channelKeys.list(ws),
    queryFn: ({ signal }) => api.get<{ items: Channel[] }>(inside(ws, "channels"), undefined, signal),
    select: (list) => list.items,
    staleTime: 30_000,
  });

export const groupsQuery = (ws: string) =>
  queryOptions({
    queryKey: channelKeys.groups(ws),
    queryFn: ({ signal }) =>
      api.get<{ items: ChannelGroup[] }>(inside(ws, "channel-groups"), undefined, signal),
    select: (list) => list.items,
  });

export const holdsQuery = (ws: string) =>
  queryOptions({
    queryKey: channelKeys.holds(ws),
    queryFn: ({ signal }) => api.get<{ items: Hold[] }>(inside(ws, "holds"), undefined, signal),
    select: (list) => list.items,
  });

/** Anything that changes the accounts of a workspace; every list of accounts is read again after it. */
export function useChannelMutation<V, R>(ws: string, mutationFn: (variables: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: channelKeys.list(ws) }),
        client.invalidateQueries({ queryKey: channelKeys.holds(ws) }),
      ]),
  });
}

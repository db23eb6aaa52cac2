import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export const kinds = [
  "to_approve",
  "changes_asked",
  "failed",
  "needs_person",
  "missed",
  "reconnect",
] as const;
export type Kind = (typeof kinds)[number];

export interface Notification {
  id: string;
  kind: Kind;
  /** The post, or the channel to reconnect. */
  subject: string;
  title: string;
  /** by, channel, reason, comment, due; each may be missing. */
  args: Record<string, string>;
  at: string;
  readAt: string | null;
}

export interface Choice {
  kind: Kind;
  inApp: boolean;
  mail: "now" | "digest" | "never";
}

export interface NotificationSettings {
  zone: string;
  choices: Choice[];
  /** False: no mail server is set. */
  mailReady: boolean;
}

export interface MailTrouble {
  id: string;
  userId: string;
  state: "waiting" | "sending" | "failed";
  error: string;
  tries: number;
  at: string;
}

export const notifyKeys = {
  list: (ws: string) => ["notifications", ws] as const,
  settings: (ws: string) => ["notification-settings", ws] as const,
};

export const notificationsQuery = (ws: string) =>
  queryOptions({
    queryKey: notifyKeys.list(ws),
    queryFn: ({ signal }) =>
      api.get<{ items: Notification[]; unread: number }>(inside(ws, "notifications"), { limit: 50 }, signal),
    staleTime: 30_000,
  });

export const notificationSettingsQuery = (ws: string) =>
  queryOptions({
    queryKey: notifyKeys.settings(ws),
    queryFn: ({ signal }) =>
      api.get<NotificationSettings>(inside(ws, "notification-settings"), undefined, signal),
  });

/** The mails of the last two weeks that have not left. */
export const mailTroublesQuery = (ws: string) =>
  queryOptions({
    queryKey: ["notifications", ws, "troubles"],
    queryFn: ({ signal }) =>
      api.get<{ items: MailTrouble[] }>(inside(ws, "notification-troubles"), undefined, signal),
    select: (list) => list.items,
  });

/** Marks some notifications as read, or all of them when none is named. */
export function useMarkRead(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) =>
      api.post(inside(ws, "notifications", "read"), ids ? { ids } : { all: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: notifyKeys.list(ws) }),
  });
}

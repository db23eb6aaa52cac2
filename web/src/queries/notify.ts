import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface Notification {
  id: string;
  kind: string;
  subject?: string;
  title: string;
  args?: Record<string, unknown>;
  at: string;
  readAt?: string | null;
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

/** Marks some notifications as read, or all of them when none is named. */
export function useMarkRead(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) =>
      api.post(inside(ws, "notifications", "read"), ids ? { ids } : { all: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: notifyKeys.list(ws) }),
  });
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

/** A sentence by its code, with its English form. */
export interface Reason {
  code: string;
  message: string;
  args?: Record<string, string>;
  /** What the network said. */
  detail?: string;
}

export type Answer = "there" | "not_there" | "send_now" | "give_up";

/** One revision due at one instant on one channel. */
export interface Delivery {
  id: string;
  postId: string;
  /** How a person recognises the post. */
  title: string;
  channelId: string;
  network: string;
  dueAt: string;
  state: string;
  reason?: Reason;
  nextAt?: string;
  permalink?: string;
  latenessMs: number;
  /** What a person may say now. */
  answers: Answer[];
}

/** How late deliveries started, over the last 30 days; with a count of zero the rest says nothing. */
export interface Punctuality {
  since: string;
  count: number;
  medianMs: number;
  p99Ms: number;
  longestMs: number;
}

/** What leaves, or left, of one post. */
export const postDeliveriesQuery = (ws: string, post: string) =>
  queryOptions({
    queryKey: ["deliveries", ws, "post", post],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Delivery[] }>(inside(ws, "deliveries"), { post, limit: 100 }, signal)).items,
  });

/** What waits for a person: no answer from a network, a refusal, an hour gone by, a thread half out. */
export const waitingQuery = (ws: string) =>
  queryOptions({
    queryKey: ["deliveries", ws, "waiting"],
    queryFn: ({ signal }) =>
      api.get<{ items: Delivery[] }>(
        inside(ws, "deliveries"),
        { state: ["needs_person", "failed", "missed", "partial"], limit: 50 },
        signal,
      ),
    select: (list) => list.items,
  });

export const punctualityQuery = (ws: string) =>
  queryOptions({
    queryKey: ["deliveries", ws, "punctuality"],
    queryFn: ({ signal }) => api.get<Punctuality>(inside(ws, "punctuality"), { days: 30 }, signal),
    staleTime: 5 * 60_000,
  });

/** A person's answer about a delivery; “there” may come with the address of the post. */
export function useResolve(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, answer, url }: { id: string; answer: Answer; url?: string }) =>
      api.post<Delivery>(inside(ws, "deliveries", id, "resolve"), url ? { answer, url } : { answer }),
    onSettled: () => client.invalidateQueries({ queryKey: ["deliveries", ws] }),
  });
}

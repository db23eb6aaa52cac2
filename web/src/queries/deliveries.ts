import { queryOptions } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

/** A sentence by its code, with its English form. */
export interface Reason {
  code: string;
  message: string;
  args?: Record<string, string>;
  detail?: string;
}

/** One revision due at one instant on one channel. */
export interface PostDelivery {
  id: string;
  channelId: string;
  network: string;
  dueAt: string;
  state: string;
  reason?: Reason;
  permalink?: string;
  latenessMs: number;
}

/** What leaves, or left, of one post. */
export const postDeliveriesQuery = (ws: string, post: string) =>
  queryOptions({
    queryKey: ["deliveries", ws, "post", post],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: PostDelivery[] }>(inside(ws, "deliveries"), { post, limit: 100 }, signal))
        .items,
  });

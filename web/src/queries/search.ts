import { queryOptions } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface FoundPost {
  id: string;
  title: string;
  status: string;
}
export interface FoundAsset {
  id: string;
  name: string;
}

/** Posts and media whose words match; asked from two letters on. */
export const searchQuery = (ws: string, text: string) =>
  queryOptions({
    queryKey: ["search", ws, text],
    enabled: text.trim().length >= 2,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const [posts, media] = await Promise.allSettled([
        api.get<{ items: FoundPost[] }>(inside(ws, "posts"), { q: text, limit: 6 }, signal),
        api.get<{ items: FoundAsset[] }>(inside(ws, "media"), { q: text, limit: 4 }, signal),
      ]);
      return {
        posts: posts.status === "fulfilled" ? posts.value.items : [],
        media: media.status === "fulfilled" ? media.value.items : [],
      };
    },
  });

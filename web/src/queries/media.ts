import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface Asset {
  id: string;
  name: string;
  alt: string;
  mime: string;
  kind?: string;
  width: number;
  height: number;
  durationMs?: number;
  size: number;
  sha256?: string;
  tags: string[];
  credit?: string;
  focalX?: number;
  focalY?: number;
  createdAt: string;
  binnedAt?: string | null;
  uses?: number;
}

export interface Usage {
  used: number;
  quota: number;
  binned?: number;
}

export const mediaKeys = {
  list: (ws: string, q: string, bin: boolean) => ["media", ws, "list", q, bin] as const,
  one: (ws: string, id: string) => ["media", ws, id] as const,
  usage: (ws: string) => ["media", ws, "usage"] as const,
};

/** The address of a small picture of an asset, about `width` pixels wide. */
export function thumbnail(ws: string, id: string, width: number): string {
  return `/api/v1${inside(ws, "media", id, "thumb")}?width=${width}`;
}

/** The address of the file itself. */
export const fileOf = (ws: string, id: string) => `/api/v1${inside(ws, "media", id, "file")}`;

export const mediaQuery = (ws: string, q: string, bin = false) =>
  infiniteQueryOptions({
    queryKey: mediaKeys.list(ws, q, bin),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.get<{ items: Asset[]; next: string | null }>(
        inside(ws, "media"),
        { q, bin: bin ? true : undefined, cursor: pageParam, limit: 60 },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
  });

export const assetQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: mediaKeys.one(ws, id),
    queryFn: ({ signal }) => api.get<Asset>(inside(ws, "media", id), undefined, signal),
  });

export const usageQuery = (ws: string) =>
  queryOptions({
    queryKey: mediaKeys.usage(ws),
    queryFn: ({ signal }) => api.get<Usage>(inside(ws, "media", "usage"), undefined, signal),
  });

function useMediaMutation<V, R>(ws: string, mutationFn: (variables: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: ["media", ws] }),
  });
}

export const useEditAsset = (ws: string) =>
  useMediaMutation(ws, ({ id, ...fields }: { id: string } & Partial<Pick<Asset, "name" | "alt" | "tags">>) =>
    api.patch<Asset>(inside(ws, "media", id), fields),
  );

export const useBinAsset = (ws: string) =>
  useMediaMutation(ws, (id: string) => api.delete(inside(ws, "media", id)));

export const useRestoreAsset = (ws: string) =>
  useMediaMutation(ws, (id: string) => api.post<Asset>(inside(ws, "media", id, "restore")));

export const useAddFromUrl = (ws: string) =>
  useMediaMutation(ws, (url: string) => api.post<Asset>(inside(ws, "media", "from-url"), { url }));

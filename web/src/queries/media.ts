import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

/** A picture or a video of the library. */
export interface Asset {
  id: string;
  name: string;
  kind: "image" | "video";
  mime: string;
  sha256: string;
  size: number;
  width: number;
  height: number;
  /** Of a video; 0 for a picture. */
  durationMs: number;
  animated: boolean;
  alt: string;
  credit: string;
  tags: string[];
  /** Ten thousandths of the width and height. */
  focalX: number;
  focalY: number;
  /** Words that the interface translates; empty when all is well. */
  advice: string[];
  /** Posts that show it. */
  uses: number;
  createdAt: string;
  binnedAt: string | null;
}

/** Bytes used by the workspace, the bin included, and what the disk has left. */
export interface Usage {
  used: number;
  quota: number;
  binned: number;
  disk: { free: number; total: number; level: "ok" | "low" | "full" };
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
  useMediaMutation(
    ws,
    ({
      id,
      ...fields
    }: { id: string } & Partial<Pick<Asset, "name" | "alt" | "tags" | "credit" | "focalX" | "focalY">>) =>
      api.patch<Asset>(inside(ws, "media", id), fields),
  );

export const useBinAsset = (ws: string) =>
  useMediaMutation(ws, (id: string) => api.delete(inside(ws, "media", id)));

export const useRestoreAsset = (ws: string) =>
  useMediaMutation(ws, (id: string) => api.post<Asset>(inside(ws, "media", id, "restore")));

export const useEraseAsset = (ws: string) =>
  useMediaMutation(ws, (id: string) => api.post(inside(ws, "media", id, "erase")));

export const useAddFromUrl = (ws: string) =>
  useMediaMutation(ws, (url: string) => api.post<Asset>(inside(ws, "media", "from-url"), { url }));

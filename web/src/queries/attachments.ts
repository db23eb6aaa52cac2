import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { api, inside } from "@/api/client";
import { type Asset, assetQuery } from "./media";

/** The assets that a message shows, by id, as they arrive. */
export function useAssets(ws: string, ids: readonly string[]): ReadonlyMap<string, Asset> {
  const queries = [...new Set(ids)].map((id) => ({ ...assetQuery(ws, id), staleTime: 60_000 }));
  return useQueries({ queries, combine: gather });
}

function gather(results: UseQueryResult<Asset>[]): ReadonlyMap<string, Asset> {
  return new Map(results.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
}

/** Whether an asset moves. */
export function isVideo(asset: Asset | undefined): boolean {
  return asset?.mime.startsWith("video/") ?? false;
}

/** Has the server fetch a picture from an address. */
export const fetchFile = (ws: string, url: string) =>
  api.post<Asset>(inside(ws, "media", "from-url"), { url });

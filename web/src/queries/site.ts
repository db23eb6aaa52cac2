import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface SiteLink {
  url: string;
  label: string;
  note?: string;
  icon?: string;
}

export interface SiteFields {
  slug: string;
  name: string;
  headline: string;
  bio: string;
  imprint: string;
  language: string;
  zone: string;
  tone: string;
  links: SiteLink[];
  open: boolean;
}

export interface SitePicture {
  assetId: string;
  url: string;
  width: number;
  height: number;
  alt: string;
}

/** The face of the public page. */
export interface Site extends SiteFields {
  id: string;
  version: number;
  url: string;
  avatar?: SitePicture;
  cover?: SitePicture;
  updatedAt: string;
  choices: { languages: string[]; tones: string[]; icons: string[] };
}

export const siteQuery = (ws: string) =>
  queryOptions({
    queryKey: ["site", ws],
    queryFn: ({ signal }) => api.get<Site>(inside(ws, "site"), undefined, signal),
  });

export function useSaveSite(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: SiteFields & { baseVersion: number; avatarId: string; coverId: string }) =>
      api.put<Site>(inside(ws, "site"), edit),
    onSuccess: (site) => client.setQueryData(["site", ws], site),
  });
}

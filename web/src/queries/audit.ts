import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export interface AuditRow {
  seq: number;
  at: string;
  /** Id of the person; empty: the program itself. */
  actor: string;
  name?: string;
  action: string;
  object: string;
  detail?: Record<string, string>;
  erased?: boolean;
  sealed: boolean;
}

export const auditQuery = (ws: string, filter: { action: string; actor: string }) =>
  infiniteQueryOptions({
    queryKey: ["audit", ws, filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.get<{ items: AuditRow[]; next: string | null }>(
        inside(ws, "audit"),
        { ...filter, cursor: pageParam, limit: 50 },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
  });

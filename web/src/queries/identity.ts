import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export type Role = "owner" | "manager" | "creator" | "approver" | "community" | "analyst" | "guest";

/** A brand the person may enter, with what they may do there. */
export interface Membership {
  id: string;
  name: string;
  slug?: string;
  zone: string;
  locale?: string;
  role: Role;
  sample: boolean;
  memberId?: string;
  permissions: string[];
}

export interface Me {
  id: string;
  name: string;
  email: string;
  locale: string;
  totp: boolean;
  workspaces: Membership[];
  /** In a sample workspace: the member whose eyes are borrowed. */
  seeAs?: { workspace: string; member: string; name: string; role: Role } | null;
}

export interface Member {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  lastSeenAt?: string | null;
}

/** What the holder of an invitation may read before accepting it. */
export interface InvitationView {
  workspace: string;
  inviter: string;
  email: string;
  role: Role;
  expiresAt: string;
}

/** Keys of what identity answers. */
export const identityKeys = {
  me: ["me"] as const,
  setup: ["setup"] as const,
  members: (ws: string) => ["members", ws] as const,
  invitations: (ws: string) => ["members", ws, "invitations"] as const,
  tokens: (ws: string) => ["tokens", ws] as const,
  sessions: ["me", "sessions"] as const,
  workspace: (ws: string) => ["workspaces", ws] as const,
  audit: (ws: string) => ["audit", ws] as const,
};

export const meQuery = queryOptions({
  queryKey: identityKeys.me,
  queryFn: ({ signal }) => api.get<Me>("/me", undefined, signal),
  staleTime: 60_000,
});

export const membersQuery = (ws: string) =>
  queryOptions({
    queryKey: identityKeys.members(ws),
    queryFn: ({ signal }) => api.get<{ items: Member[] }>(inside(ws, "members"), undefined, signal),
    select: (list) => list.items,
    staleTime: 60_000,
  });

/** Borrows another member's eyes in a sample workspace, or gives them back with null. */
export function useSeeAs(ws: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (member: string | null) =>
      member ? api.post(inside(ws, "see-as"), { member }) : api.delete(inside(ws, "see-as")),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete("/session"),
    onSettled: () => client.clear(),
  });
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export type Role = "owner" | "manager" | "creator" | "approver" | "community" | "analyst" | "guest";

/** A brand the person may enter, with what they may do there. */
export interface Membership {
  id: string;
  slug: string;
  name: string;
  zone: string;
  locale: string;
  sample: boolean;
  createdAt: string;
  memberId: string;
  role: Role;
  preset: string;
  permissions: string[];
}

export interface Member {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  preset: string;
  totp: boolean;
  createdAt: string;
}

export interface Me {
  id: string;
  name: string;
  /** Empty for the members of a sample. */
  email: string;
  locale: "fr" | "en";
  theme: "auto" | "light" | "dark";
  density: string;
  totp: boolean;
  /** How many recovery codes are left. */
  recoveryCodes: number;
  workspaces: Membership[];
  /** In a sample: the member whose eyes are borrowed. */
  seeAs?: Member;
}

/** What the holder of an invitation may read before accepting it. */
export interface InvitationView {
  workspace: string;
  inviter: string;
  email: string;
  role: Role;
  hasAccount: boolean;
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

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  preset: string;
  inviter: string;
  createdAt: string;
  expiresAt: string;
}

export const invitationsQuery = (ws: string) =>
  queryOptions({
    queryKey: identityKeys.invitations(ws),
    queryFn: ({ signal }) => api.get<{ items: Invitation[] }>(inside(ws, "invitations"), undefined, signal),
    select: (list) => list.items,
  });

/** What roles grant, and the trade's words for them. */
export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: ({ signal }) =>
    api.get<{
      roles: { role: Role; permissions: string[] }[];
      presets: { name: string; role: Role }[];
    }>("/roles", undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface Session {
  id: string;
  current: boolean;
  address: string;
  userAgent: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

export const sessionsQuery = queryOptions({
  queryKey: identityKeys.sessions,
  queryFn: ({ signal }) => api.get<{ items: Session[] }>("/me/sessions", undefined, signal),
  select: (list) => list.items,
});

export interface Token {
  id: string;
  userId: string;
  userName: string;
  name: string;
  hint: string;
  scopes: string[];
  createdAt: string;
  expiresAt?: string;
  lastUsedAt?: string;
}

export const tokensQuery = (ws: string) =>
  queryOptions({
    queryKey: identityKeys.tokens(ws),
    queryFn: ({ signal }) => api.get<{ items: Token[] }>(inside(ws, "tokens"), undefined, signal),
    select: (list) => list.items,
  });

/** What removing a workspace takes away, by kind. */
export const lossesQuery = (ws: string) =>
  queryOptions({
    queryKey: ["workspaces", ws, "losses"],
    queryFn: () => api.get<{ items: { kind: string; count: number }[] }>(inside(ws, "losses")),
    select: (list) => list.items,
    staleTime: 0,
  });

/** Removes a workspace; one that is no sample asks for its name, typed. */
export function useRemoveWorkspace(ws: string) {
  return useMutation({ mutationFn: (confirm: string) => api.delete(inside(ws), { confirm }) });
}

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

/** Changes one's own name, language, theme or density. */
export function useChangeMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: Partial<Pick<Me, "name" | "locale" | "theme" | "density">>) =>
      api.patch<Me>("/me", fields),
    onSuccess: (me) => client.setQueryData(identityKeys.me, me),
  });
}

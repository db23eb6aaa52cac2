import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Me, type Membership, meQuery } from "@/queries/identity";

export interface Workspace extends Membership {
  me: Me;
  /** Whether the person's role grants a permission here. The server decides in the end; this hides what would fail. */
  may(permission: string): boolean;
  /** The address of a room of this workspace: path("calendar"). */
  path(...parts: string[]): string;
}

const remembered = "parvis-workspace";

/** The workspace of the page's address. Only below /w/$workspace, whose loader made sure that it exists. */
export function useWorkspace(): Workspace {
  const { workspace: id } = useParams({ strict: false }) as { workspace: string };
  const { data: me } = useSuspenseQuery(meQuery);
  const found = me.workspaces.find((w) => w.id === id);
  if (!found) {
    throw new Error(`no workspace ${id}`);
  }
  return {
    ...found,
    me,
    may: (permission) => found.permissions.includes(permission),
    path: (...parts) => `/w/${[id, ...parts].map(encodeURIComponent).join("/")}`,
  };
}

/** The workspace to open first: the last one used on this device, else the first. */
export function homeOf(me: Me): Membership | undefined {
  const last = localStorage.getItem(remembered);
  return me.workspaces.find((w) => w.id === last) ?? me.workspaces[0];
}

export function rememberWorkspace(id: string): void {
  localStorage.setItem(remembered, id);
}

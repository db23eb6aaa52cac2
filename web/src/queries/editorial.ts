import { queryOptions } from "@tanstack/react-query";
import { api, inside } from "@/api/client";

export type StageName = "awareness" | "consideration" | "conversion" | "loyalty";

/** What ties a post to the strategy; each may be empty. */
export interface Links {
  objective: string;
  campaign: string;
  pillar: string;
  audience: string;
  stage: StageName | "";
}

export interface Attachment {
  asset: string;
  /** Replaces the asset's own text. */
  alt?: string;
}

/** The preview card of an address. */
export interface LinkCard {
  url: string;
  title?: string;
  description?: string;
  image?: string;
}

/** One message: the post itself, or one part of a thread. */
export interface Segment {
  id: string;
  text: string;
  media: Attachment[];
  link?: LinkCard;
}

/** The form of the post for one channel: it follows the original, or has words of its own. */
export interface Variant {
  channel: string;
  custom: boolean;
  title?: string;
  segments?: Segment[];
  options?: Record<string, string>;
}

/** Everything a person writes in a post; the server merges two of them field by field. */
export interface Draft {
  state: "idea" | "draft";
  /** For the team; never sent. */
  title: string;
  language: string;
  segments: Segment[];
  variants: Variant[];
  labels: string[];
  links: Links;
  /** Minutes late at which a person is asked instead. */
  late: number;
}

/** What a card warns of. */
export type Flag = "no_channel" | "empty" | "stale_review" | "not_cleared";

/** A post as the calendar shows it. */
export interface Card {
  id: string;
  status: string;
  /** For the team; may be empty. */
  title: string;
  /** How the text begins. */
  words: string;
  /** The instant it is due, RFC 3339; null when not planned. */
  due: string | null;
  wall: string;
  zone: string;
  channels: string[];
  networks: string[];
  /** An asset of the library; empty without one. */
  thumb: string;
  media: number;
  segments: number;
  labels: string[];
  objective: string;
  campaign: string;
  pillar: string;
  audience: string;
  stage: string;
  author: string;
  committed: boolean;
  flags: Flag[];
  version: number;
}

/** Something written on days of the calendar; both days are included. */
export interface Note {
  id: string;
  day: string;
  until: string;
  body: string;
  /** "" or #RRGGBB. */
  colour: string;
}

export interface Label {
  id: string;
  name: string;
  /** #RRGGBB */
  colour: string;
  posts: number;
}

/** A post as the composer opens it. */
export interface Post {
  id: string;
  draft: Draft;
  /** Of the draft: grows with every save; sent back as baseVersion. */
  version: number;
  /** "2026-11-24T18:15" as the clock of zone shows it; empty when not planned. */
  wall: string;
  zone: string;
  due: string | null;
  /** The clocks go back and this hour exists twice: due is the first. */
  twice: boolean;
  /** A person decided that it leaves at its date, once approved. */
  committed: boolean;
  status: string;
  review: "" | "to_review" | "changes_asked" | "approved";
  /** Changed since it was sent to review. */
  reviewStale: boolean;
  /** Under review or approved; empty. */
  revision: string;
  /** Ids of users. */
  author: string;
  createdAt: string;
  updatedBy: string;
  updatedAt: string;
  binnedAt: string | null;
}

/** The answer to a save. */
export interface Saved {
  post: Post;
  /** Somebody else had saved meanwhile, and the post holds both. */
  merged: boolean;
  /** Fields that both changed to different things: texts keep both, others ours. */
  overlaps: string[];
  /** The post was approved, and no longer is. */
  revoked: boolean;
}

export type FixKind =
  | "write"
  | "shorten"
  | "describe_image"
  | "remove_media"
  | "add_media"
  | "choose_date"
  | "reconnect"
  | "release_hold"
  | "replace_word"
  | "open_channel"
  | "choose_channel"
  | "remove_channel"
  | "open_post";

/** One finding of the pre-flight check. */
export interface Line {
  severity: "blocking" | "advice" | "passed";
  code: string;
  args: Record<string, string>;
  /** Empty: the whole post. */
  channel: string;
  segment: string;
  asset: string;
  fix?: { kind: FixKind; text?: string; with?: string; hold?: string; post?: string };
}

/** What the pre-flight check found. */
export interface Preflight {
  blocking: number;
  advice: number;
  passed: number;
  lines: Line[];
}

/** An entry of a post's history; its draft comes when it is asked for. */
export interface Version {
  version: number;
  author: string;
  at: string;
  /** It changed what would be sent. */
  content: boolean;
  cause: "" | "created" | "duplicated" | "restored";
}

/** Somebody who has the post open. */
export interface Presence {
  /** Id of the user. */
  user: string;
  field: string;
  seenAt: string;
}

interface List<T> {
  items: T[];
  next?: string | null;
}

/** Keys of what editorial answers. */
export const editorialKeys = {
  calendar: (ws: string, query: object) => ["calendar", ws, query] as const,
  post: (ws: string, id: string) => ["posts", ws, id] as const,
  preflight: (ws: string, id: string, version: string) => ["posts", ws, id, "preflight", version] as const,
  history: (ws: string, id: string) => ["posts", ws, id, "history"] as const,
  labels: (ws: string) => ["labels", ws] as const,
  notes: (ws: string, from: string, to: string) => ["notes", ws, from, to] as const,
};

export interface CalendarQuery {
  /** Local days, both included. */
  from: string;
  to: string;
  zone: string;
  filters: Record<string, string | string[]>;
}

export const calendarQuery = (ws: string, query: CalendarQuery) =>
  queryOptions({
    queryKey: editorialKeys.calendar(ws, query),
    queryFn: async ({ signal }) => {
      const { from, to, zone, filters } = query;
      return (await api.get<List<Card>>(inside(ws, "calendar"), { from, to, zone, ...filters }, signal))
        .items;
    },
    placeholderData: (before) => before,
  });

export const postQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: editorialKeys.post(ws, id),
    queryFn: ({ signal }) => getPost(ws, id, signal),
  });

export const getPost = (ws: string, id: string, signal?: AbortSignal) =>
  api.get<Post>(inside(ws, "posts", id), undefined, signal);

export const preflightQuery = (ws: string, id: string, version: string) =>
  queryOptions({
    queryKey: editorialKeys.preflight(ws, id, version),
    queryFn: ({ signal }) => api.get<Preflight>(inside(ws, "posts", id, "preflight"), undefined, signal),
    placeholderData: (before) => before,
  });

export const historyQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: editorialKeys.history(ws, id),
    queryFn: async ({ signal }) =>
      (await api.get<List<Version>>(inside(ws, "posts", id, "history"), { limit: 100 }, signal)).items,
  });

export const labelsQuery = (ws: string) =>
  queryOptions({
    queryKey: editorialKeys.labels(ws),
    queryFn: async ({ signal }) =>
      (await api.get<List<Label>>(inside(ws, "labels"), undefined, signal)).items,
    staleTime: 60_000,
  });

export const notesQuery = (ws: string, from: string, to: string) =>
  queryOptions({
    queryKey: editorialKeys.notes(ws, from, to),
    queryFn: async ({ signal }) =>
      (await api.get<List<Note>>(inside(ws, "notes"), { from, to }, signal)).items,
    placeholderData: (before) => before,
  });

export type NoteInput = Omit<Note, "id">;

/** Writes a note, or changes the one of that id. */
export const saveNote = (ws: string, input: NoteInput, id?: string) =>
  id ? api.patch<Note>(inside(ws, "notes", id), input) : api.post<Note>(inside(ws, "notes"), input);

export const removeNote = (ws: string, id: string) => api.delete(inside(ws, "notes", id));

export interface NewPost {
  draft: Draft;
  wall?: string;
  zone?: string;
}

export const createPost = (ws: string, { draft, wall, zone }: NewPost) =>
  api.post<Post>(inside(ws, "posts"), { draft, wall, zone });

export const savePost = (ws: string, id: string, baseVersion: number, patch: Partial<Draft>) =>
  api.patch<Saved>(inside(ws, "posts", id), { baseVersion, ...patch });

export interface When {
  wall: string;
  zone?: string;
  /** Accepts that the approval is asked again when the date moves too far. */
  reopen?: boolean;
}

export const movePost = (ws: string, id: string, when: When) =>
  api.post<Post>(inside(ws, "posts", id, "move"), when);

export const schedulePost = (ws: string, id: string, when: Partial<When>) =>
  api.post<Post>(inside(ws, "posts", id, "schedule"), when);

export const publishNow = (ws: string, id: string) => api.post<Post>(inside(ws, "posts", id, "publish-now"));
export const unschedulePost = (ws: string, id: string) =>
  api.post<Post>(inside(ws, "posts", id, "unschedule"));
export const cancelPost = (ws: string, id: string) => api.post<Post>(inside(ws, "posts", id, "cancel"));
export const binPost = (ws: string, id: string) => api.delete(inside(ws, "posts", id));
export const restorePost = (ws: string, id: string) => api.post<Post>(inside(ws, "posts", id, "restore"));

export const duplicatePost = (ws: string, id: string, when?: When) =>
  api.post<Post>(inside(ws, "posts", id, "duplicate"), when ?? {});

export const versionQuery = (ws: string, id: string, version: number) =>
  queryOptions({
    queryKey: [...editorialKeys.history(ws, id), version],
    queryFn: ({ signal }) =>
      api.get<Version & { draft: Draft }>(
        inside(ws, "posts", id, "history", String(version)),
        undefined,
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const restoreVersion = (ws: string, id: string, version: number) =>
  api.post<Post>(inside(ws, "posts", id, "history", String(version), "restore"));

export const beat = async (ws: string, id: string, field: string) =>
  (await api.put<List<Presence>>(inside(ws, "posts", id, "presence"), { field })).items;

export const leave = (ws: string, id: string) => api.delete(inside(ws, "posts", id, "presence"));

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import { createPost, type Draft, editorialKeys, type Post, savePost } from "@/queries/editorial";
import { isEmpty } from "./edit";
import type { Clash } from "./merge";
import { land, patchOf, type Shelf } from "./saving";
import { begin, record, redo, replace, type Trail, undo } from "./undo";

/** How the writing stands with the server. */
export type SaveState =
  | { kind: "clean"; at?: Date }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "failed"; error: unknown };

/** What to tell of a save by somebody else. */
export interface MergeNotice {
  overlaps: readonly string[];
  clashes: readonly Clash[];
}

export interface Start {
  workspace: string;
  /** Absent for a post that is yet to be. */
  post?: Post;
  draft: Draft;
  /** The date a new post is planned for. */
  wall?: string;
  zone?: string;
  created: (post: Post) => void;
}

/** A pause in writing after which it is saved, in milliseconds. */
const pause = 2_000;
/** After a failure, the next try. */
const again = 8_000;

/**
 * The post under the pen: edits with undo, saved two seconds after a pause, one
 * save at a time, merged with what others write. A new post exists on the server
 * from its first words on.
 */
export function useComposer(start: Start) {
  const { workspace } = start;
  const client = useQueryClient();
  const [post, setPost] = useState(start.post);
  const [trail, setTrail] = useState<Trail<Draft>>(() => begin(start.draft));
  const [state, setState] = useState<SaveState>({
    kind: "clean",
    at: start.post && new Date(start.post.updatedAt),
  });
  const [notice, setNotice] = useState<MergeNotice>();
  const live = useRef({
    trail,
    post,
    shelf: { version: start.post?.version ?? 0, kept: start.draft } as Shelf,
  });
  const flight = useRef<Promise<Post | undefined> | undefined>(undefined);
  const keptAt = useRef(start.post && new Date(start.post.updatedAt));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const plan = useRef<{ wall?: string; zone?: string }>({ wall: start.wall, zone: start.zone });
  const born = useRef(start.created);
  born.current = start.created;

  const show = useCallback((next: Trail<Draft>) => {
    live.current.trail = next;
    setTrail(next);
  }, []);

  /** Takes a post from the server, keeping what was typed since `base`. */
  const receive = useCallback(
    (arrived: Post, base: Draft) => {
      const landed = land(base, live.current.trail.present, arrived.draft, arrived.version);
      live.current.shelf = landed.shelf;
      live.current.post = arrived;
      setPost(arrived);
      if (landed.screen !== live.current.trail.present) show(replace(live.current.trail, landed.screen));
      client.setQueryData(editorialKeys.post(workspace, arrived.id), arrived);
      return landed.clashes;
    },
    [client, show, workspace],
  );

  const send = useCallback(async (): Promise<Post | undefined> => {
    const { shelf, post: known } = live.current;
    const sent = live.current.trail.present;
    const patch = patchOf(shelf.kept, sent);
    if (!patch || (!known && isEmpty(sent))) {
      setState((now) => (now.kind === "waiting" ? { kind: "clean", at: keptAt.current } : now));
      return known;
    }
    setState({ kind: "saving" });
    try {
      if (!known) {
        const made = await createPost(workspace, { draft: sent, ...plan.current });
        receive(made, sent);
        keptAt.current = new Date();
        setState({ kind: "clean", at: keptAt.current });
        born.current(made);
        return made;
      }
      const saved = await savePost(workspace, known.id, shelf.version, patch);
      const clashes = receive(saved.post, sent);
      if (saved.merged) setNotice({ overlaps: saved.overlaps ?? [], clashes });
      keptAt.current = new Date();
      setState({ kind: "clean", at: keptAt.current });
      return saved.post;
    } catch (error) {
      setState({ kind: "failed", error });
      throw error;
    }
  }, [receive, workspace]);

  /** Saves what is not saved yet, after the save under way. Rejects with the problem. */
  const flush = useCallback(async (): Promise<Post | undefined> => {
    clearTimeout(timer.current);
    for (;;) {
      if (flight.current) await flight.current.catch(() => undefined);
      if (flight.current) continue;
      const run = send().finally(() => {
        flight.current = undefined;
      });
      flight.current = run;
      const saved = await run;
      if (!patchOf(live.current.shelf.kept, live.current.trail.present) || !saved) return saved;
    }
  }, [send]);

  const later = useCallback(
    (after: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        flush().catch((error) => {
          // What a person must mend waits for them; a lost connection is tried again.
          const { status } = asProblem(error);
          if (status === 0 || status >= 500) later(again);
        });
      }, after);
    },
    [flush],
  );

  const touch = useCallback(
    (next: Trail<Draft>) => {
      if (next === live.current.trail) return;
      show(next);
      setState({ kind: "waiting" });
      later(pause);
    },
    [later, show],
  );

  const edit = useCallback(
    (change: (draft: Draft) => Draft, key: string) => {
      const now = live.current.trail;
      touch(record(now, change(now.present), key, Date.now()));
    },
    [touch],
  );

  // Somebody else saved, or the post changed state: the query brings it.
  const arrived = start.post;
  useEffect(() => {
    const { shelf, post: known } = live.current;
    if (!arrived || !known || arrived === known || flight.current) return;
    if (arrived.version > shelf.version) {
      const dirty = patchOf(shelf.kept, live.current.trail.present) !== undefined;
      const clashes = receive(arrived, shelf.kept);
      if (dirty || clashes.length > 0) setNotice({ overlaps: [], clashes });
    } else if (arrived.version === shelf.version) {
      live.current.post = arrived;
      setPost(arrived);
    }
  }, [arrived, receive]);

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (patchOf(live.current.shelf.kept, live.current.trail.present)) event.preventDefault();
    };
    window.addEventListener("beforeunload", leave);
    return () => {
      window.removeEventListener("beforeunload", leave);
      clearTimeout(timer.current);
      // Leaving the page inside the application: the last words go out all the same.
      flush().catch(() => undefined);
    };
  }, [flush]);

  return {
    draft: trail.present,
    post,
    state,
    notice,
    dismissNotice: () => setNotice(undefined),
    edit,
    flush,
    /** The date that a new post is created with. */
    plan: (date: { wall?: string; zone?: string }) => {
      plan.current = date;
    },
    /** The post as the server last gave it, also between two renderings. */
    current: () => live.current.post,
    receive: (next: Post) => receive(next, live.current.shelf.kept),
    undo: () => touch(undo(live.current.trail)),
    redo: () => touch(redo(live.current.trail)),
    canUndo: trail.past.length > 0,
    canRedo: trail.future.length > 0,
  };
}

export type Composer = ReturnType<typeof useComposer>;

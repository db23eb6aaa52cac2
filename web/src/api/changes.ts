import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { inside } from "./client";

/** One thing that changed: read it again from the API if it is on the screen. */
export interface Change {
  seq: number;
  topic: string;
  id: string;
}

/** Which query families a topic makes stale. A query key starts with its family: ["posts", ws, …]. */
const families: Record<string, readonly string[]> = {
  post: ["posts", "calendar", "today", "reviews", "balance"],
  card: ["calendar", "posts", "today", "balance", "deliveries"],
  review: ["reviews", "posts", "today", "calendar"],
  comment: ["comments", "reviews", "posts"],
  channel: ["channels", "today"],
  hold: ["holds", "channels", "calendar", "today"],
  media: ["media"],
  objective: ["objectives", "today"],
  audience: ["audiences"],
  pillar: ["pillars", "balance"],
  campaign: ["campaigns"],
  charter: ["charter"],
  platform: ["platform"],
  member: ["members", "workspaces", "me"],
  workspace: ["workspaces", "me"],
  notification: ["notifications"],
  delivery: ["deliveries", "posts", "today", "calendar"],
  note: ["notes", "calendar"],
  site: ["site"],
};

/** Marks stale what a batch of changes touched; several changes of one topic cost one reading. */
export function applyChanges(client: QueryClient, workspace: string, changes: readonly Change[]): void {
  const stale = new Set(changes.flatMap((change) => families[change.topic] ?? [change.topic]));
  for (const family of stale) {
    void client.invalidateQueries({ queryKey: [family, workspace] });
  }
}

const gatherFor = 120; // ms: a use case writes several rows in one go

/**
 * Keeps one stream open on the workspace and refreshes what changed. It gives false while the stream is down;
 * the browser reconnects by itself and the server resumes after the last id.
 */
export function useChanges(workspace: string | undefined): boolean {
  const client = useQueryClient();
  const [alive, setAlive] = useState(true);
  useEffect(() => {
    if (!workspace) {
      return;
    }
    let waiting: Change[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      applyChanges(client, workspace, waiting.splice(0));
    };
    const receive = (event: MessageEvent<string>) => {
      const change = parse(event.data);
      if (change) {
        waiting.push(change);
        timer ??= setTimeout(flush, gatherFor);
      }
    };
    const stream = new EventSource(`/api/v1${inside(workspace, "changes")}`);
    let wasDown = false;
    stream.addEventListener("open", () => {
      setAlive(true);
      if (wasDown) {
        void client.invalidateQueries(); // what happened meanwhile may not be replayed
      }
    });
    stream.addEventListener("error", () => {
      wasDown = true;
      setAlive(false);
    });
    stream.addEventListener("message", receive);
    stream.addEventListener("change", receive as EventListener);
    return () => {
      clearTimeout(timer);
      waiting = [];
      stream.close();
    };
  }, [client, workspace]);
  return alive;
}

function parse(data: string): Change | null {
  try {
    return JSON.parse(data) as Change;
  } catch {
    return null;
  }
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Temporal } from "temporal-polyfill";
import { useWorkspace } from "@/frame/workspace";
import { movePost, type Post, type When } from "@/queries/editorial";
import { isPast, resolveWall } from "../calendar/walltime";
import type { Composer, Start } from "./useComposer";

export interface PlannedDate {
  wall: string;
  zone: string;
  /** The instant that will be, RFC 3339; undefined when not planned. */
  instant?: string;
  may: boolean;
  error: unknown;
  set: (wall: string, zone: string) => void;
}

/** The date of the post: kept at once when the post exists and the date can be, with its first save otherwise. */
export function useDate(ws: string, composer: Composer, start: Start): PlannedDate {
  const client = useQueryClient();
  const workspace = useWorkspace();
  const { post } = composer;
  const [wanted, setWanted] = useState<{ wall: string; zone: string } | undefined>(
    start.post ? undefined : { wall: start.wall ?? "", zone: start.zone ?? workspace.zone },
  );
  const move = useMutation({
    mutationFn: ({ id, when }: { id: string; when: When }) => movePost(ws, id, when),
    onSuccess: (moved: Post) => {
      setWanted(undefined);
      composer.receive(moved);
      return client.invalidateQueries({ queryKey: ["calendar", ws] });
    },
  });
  const wall = wanted?.wall ?? post?.wall ?? "";
  const zone = wanted?.zone || post?.zone || workspace.zone;
  const set = (nextWall: string, nextZone: string) => {
    setWanted({ wall: nextWall, zone: nextZone });
    composer.plan({ wall: nextWall, zone: nextZone });
    // A date in the past or an hour that does not exist stays on screen with its reason, and is not sent.
    if (post && keepable(nextWall, nextZone)) {
      move.mutate({ id: post.id, when: { wall: nextWall, zone: nextZone, reopen: true } });
    }
  };
  return {
    wall,
    zone,
    instant: wall ? resolveWall(Temporal.PlainDateTime.from(wall), zone).instant.toString() : undefined,
    may: workspace.may("post.schedule"),
    error: move.error,
    set,
  };
}

function keepable(wall: string, zone: string): boolean {
  if (wall === "") return true;
  const resolved = resolveWall(Temporal.PlainDateTime.from(wall), zone);
  return resolved.fit !== "gap" && !isPast(resolved.instant, Temporal.Now.instant());
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { asProblem } from "@/api/problem";
import { toast } from "@/components/toast";
import { useProblem } from "@/i18n/useProblem";
import { binPost, type Card, duplicatePost, movePost } from "@/queries/editorial";
import { headline, type Planned } from "./plan";
import { resolveWall, wallOf, wallText } from "./walltime";
import { clock, useDayWords } from "./words";

interface Move {
  item: Planned;
  /** On the clock of the zone shown. */
  wall: Temporal.PlainDateTime;
  copy: boolean;
  reopen?: boolean;
}

/** A move that asks for the approval again, and waits for a yes. */
export type Asked = Move;

/**
 * Moves and copies posts: the card is in its new place at once, goes back if the
 * server refuses, and ten seconds are left to undo.
 */
export function useMoves(ws: string, zone: string) {
  const { t } = useTranslation("calendar");
  const { say } = useProblem();
  const words = useDayWords();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const key = ["calendar", ws];

  const place = (id: string, due: string) =>
    client.setQueriesData<Card[]>({ queryKey: key }, (cards) =>
      cards?.map((card) => (card.id === id ? { ...card, due } : card)),
    );

  const mutation = useMutation({
    mutationFn: ({ item, wall, copy, reopen }: Move) => {
      // The post keeps its own clock: the instant is what was chosen here.
      const own = item.card.zone || zone;
      const when = { wall: wallText(wallOf(resolveWall(wall, zone).instant, own)), zone: own, reopen };
      return copy ? duplicatePost(ws, item.id, when) : movePost(ws, item.id, when);
    },
    onMutate: async ({ item, wall, copy }) => {
      await client.cancelQueries({ queryKey: key });
      if (!copy) place(item.id, resolveWall(wall, zone).instant.toString());
    },
    onSuccess: (post, move) => {
      setAsked(undefined);
      const { item, wall, copy } = move;
      const when = `${words.short(wall.toPlainDate())}, ${clock(wall)}`;
      toast.undoable(
        t(copy ? "toast.copied" : "toast.moved", { what: short(headline(item.card)), when }),
        async () => {
          if (copy) await binPost(ws, post.id);
          else await movePost(ws, item.id, { wall: item.card.wall, zone: item.card.zone, reopen: true });
          await client.invalidateQueries({ queryKey: key });
        },
      );
    },
    onError: (error, move) => {
      place(move.item.id, move.item.card.due ?? "");
      if (asProblem(error).code === "editorial.move_reopens") setAsked(move);
      else {
        setAsked(undefined);
        toast.problem(say(error));
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });

  return {
    move: (item: Planned, wall: Temporal.PlainDateTime, copy: boolean) =>
      mutation.mutate({ item, wall, copy }),
    asked,
    confirm: () => asked && mutation.mutate({ ...asked, reopen: true }),
    decline: () => setAsked(undefined),
    pending: mutation.isPending,
  };
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/toast";
import { useProblem } from "@/i18n/useProblem";
import {
  binPost,
  cancelPost,
  movePost,
  type Post,
  restorePost,
  schedulePost,
  unschedulePost,
} from "@/queries/editorial";

/** What the panel does to a post, each with its undo. */
export function usePostActions(ws: string) {
  const { t } = useTranslation("calendar");
  const { say } = useProblem();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["calendar", ws] }),
      client.invalidateQueries({ queryKey: ["posts", ws] }),
    ]);

  const run = async (
    work: () => Promise<unknown>,
    said: string,
    undo: () => Promise<unknown>,
  ): Promise<boolean> => {
    try {
      await work();
      await refresh();
      toast.undoable(t(said), async () => {
        await undo();
        await refresh();
      });
      return true;
    } catch (error) {
      toast.problem(say(error));
      return false;
    }
  };

  return {
    unschedule: (post: Post) =>
      run(
        () => unschedulePost(ws, post.id),
        "toast.unscheduled",
        () => schedulePost(ws, post.id, {}),
      ),
    // A cancelled post lives again when it is given its date back.
    cancel: (post: Post) =>
      run(
        () => cancelPost(ws, post.id),
        "toast.cancelled",
        () =>
          post.committed
            ? schedulePost(ws, post.id, {})
            : movePost(ws, post.id, { wall: post.wall, zone: post.zone }),
      ),
    bin: (post: Post) =>
      run(
        () => binPost(ws, post.id),
        "toast.binned",
        () => restorePost(ws, post.id),
      ),
  };
}

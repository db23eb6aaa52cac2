import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/toast";
import type { Workspace } from "@/frame/workspace";
import { getPost, type Post, publishNow, schedulePost, unschedulePost } from "@/queries/editorial";
import { policyQuery, sendToReview } from "@/queries/governance";
import { membersQuery } from "@/queries/identity";
import { type Act, actsFor } from "./acts";
import type { Composer } from "./useComposer";

/** What can be done with the post, and the doing of it: everything is saved first. */
export function useActs(workspace: Workspace, composer: Composer, wall: string, confirmNow: () => void) {
  const { t } = useTranslation("composer");
  const client = useQueryClient();
  const policy = useQuery(policyQuery(workspace.id));
  const [busy, setBusy] = useState<Act>();
  const [error, setError] = useState<unknown>();
  const members = useQuery(membersQuery(workspace.id));
  const approvers = (members.data ?? [])
    .filter((member) => policy.data?.roles.includes(member.role) && member.userId !== workspace.me.id)
    .map((member) => member.name);
  const { post } = composer;
  const mine = !post || post.author === workspace.me.id || post.updatedBy === workspace.me.id;
  const acts = actsFor({
    status: post?.status ?? "draft",
    may: workspace.may,
    approvalNeeded: policy.data?.required ?? true,
    mayApprove: workspace.may("review.decide") && (!mine || (policy.data?.ownApproval ?? false)),
    dated: wall !== "",
  });

  const run = async (act: Act, work: (post: Post) => Promise<Post>): Promise<boolean> => {
    setBusy(act);
    setError(undefined);
    try {
      const saved = (await composer.flush()) ?? post;
      if (!saved) return false;
      composer.receive(await work(saved));
      void client.invalidateQueries({ queryKey: ["calendar", workspace.id] });
      return true;
    } catch (problem) {
      setError(problem);
      return false;
    } finally {
      setBusy(undefined);
    }
  };

  const act = (which: Act) => {
    if (which === "now") {
      setError(undefined);
      return confirmNow();
    }
    if (which === "save") {
      void run(which, async (saved) => saved).then((done) => done && toast.done(t("done.save")));
    } else if (which === "review") {
      void run(which, (saved) => review(workspace.id, saved)).then(
        (done) => done && toast.done(t("done.review")),
      );
    } else {
      void run(which, (saved) => schedulePost(workspace.id, saved.id, {})).then((done) => {
        const id = composer.current()?.id;
        if (!done || !id) return;
        const after = composer.current()?.status;
        toast.undoable(t(after === "to_review" ? "done.waits" : "done.schedule"), async () =>
          composer.receive(await unschedulePost(workspace.id, id)),
        );
      });
    }
  };

  return {
    acts,
    act,
    busy,
    error,
    path: policy.data?.required ? approvers.slice(0, 3) : [],
    publish: async () => {
      const done = await run("now", (saved) => publishNow(workspace.id, saved.id));
      if (done) toast.done(t("done.now"));
      return done;
    },
  };
}

async function review(ws: string, post: Post): Promise<Post> {
  await sendToReview(ws, post.id);
  return getPost(ws, post.id);
}

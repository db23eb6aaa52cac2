import { Button, Textarea } from "@mantine/core";
import { IconCircleCheck, IconMessageExclamation, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { ErrorPanel } from "@/components/ErrorPanel";
import { toast } from "@/components/toast";
import { approve, askChange, type ReviewItem, refreshReview } from "@/queries/governance";
import classes from "./DecisionBar.module.css";

interface Props {
  workspace: string;
  review: ReviewItem;
  /** After an answer: the next one of the queue. */
  decided?: () => void;
  /** Large targets, at the foot of the page. */
  large?: boolean;
}

/** Approve, or ask for a change and say which. The answer is about what was read: a newer version refuses it. */
export function DecisionBar({ workspace, review, decided, large }: Props) {
  const { t } = useTranslation("review");
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const stale = () =>
    Promise.all(
      ["reviews", "posts", "calendar", "comments"].map((family) =>
        client.invalidateQueries({ queryKey: [family, workspace] }),
      ),
    );
  const decide = useMutation({
    mutationFn: (yes: boolean) =>
      yes
        ? approve(workspace, review.id, { hash: review.hash })
        : askChange(workspace, review.id, { hash: review.hash, comment: comment.trim() }),
    onSuccess: (_, yes) => {
      toast.done(t(yes ? "approved" : "asked"));
      decided?.();
      return stale();
    },
  });
  const refresh = useMutation({
    mutationFn: () => refreshReview(workspace, review.id),
    onSuccess: () => {
      decide.reset();
      return stale();
    },
  });
  if (!review.mayDecide) return <p className="pv-s pv-2">{t("notYours")}</p>;

  const outdated =
    review.stale ||
    ["governance.other_version", "governance.content_changed"].includes(
      decide.error ? asProblem(decide.error).code : "",
    );
  const size = large ? "md" : "sm";
  return (
    <div className={classes.bar} data-large={large || undefined}>
      {outdated && (
        <p className={classes.stale} role="alert">
          {t("stale")}
          <Button
            size="compact-sm"
            leftSection={<IconRefresh size={14} />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            {t("refresh")}
          </Button>
        </p>
      )}
      {decide.error && !outdated && <ErrorPanel error={decide.error} />}
      {asking ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (comment.trim() === "") setMissing(true);
            else decide.mutate(false);
          }}
        >
          <Textarea
            autosize
            autoFocus
            minRows={2}
            maxRows={8}
            maxLength={2000}
            label={t("which")}
            placeholder={t("whichHint")}
            value={comment}
            error={missing && comment.trim() === "" ? t("whichMissing") : undefined}
            onChange={(event) => setComment(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              event.stopPropagation();
              setAsking(false);
            }}
          />
          <div className={classes.buttons}>
            <Button variant="subtle" size={size} onClick={() => setAsking(false)}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" size={size} loading={decide.isPending}>
              {t("sendAsk")}
            </Button>
          </div>
        </form>
      ) : (
        <div className={classes.buttons}>
          <Button
            variant="default"
            size={size}
            leftSection={<IconMessageExclamation size={16} />}
            onClick={() => setAsking(true)}
          >
            {t("ask")}
          </Button>
          <Button
            size={size}
            leftSection={<IconCircleCheck size={16} />}
            loading={decide.isPending}
            disabled={outdated}
            onClick={() => decide.mutate(true)}
          >
            {t("approve")}
          </Button>
        </div>
      )}
    </div>
  );
}

import { Button, Skeleton, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "@/components/ErrorPanel";
import { MemberAvatar } from "@/components/MemberAvatar";
import { useFormat } from "@/i18n/useFormat";
import { addComment, commentsQuery, governanceKeys } from "@/queries/governance";
import classes from "./Comments.module.css";
import { usePeople } from "./usePeople";

/** What the team says of a post, oldest first, and where to answer. */
export function Comments({
  workspace,
  post,
  mayWrite,
}: {
  workspace: string;
  post: string;
  mayWrite: boolean;
}) {
  const { t } = useTranslation("review");
  const client = useQueryClient();
  const format = useFormat();
  const nameOf = usePeople(workspace);
  const comments = useQuery(commentsQuery(workspace, post));
  const [text, setText] = useState("");
  const send = useMutation({
    mutationFn: () => addComment(workspace, post, text.trim()),
    onSuccess: () => {
      setText("");
      return client.invalidateQueries({ queryKey: governanceKeys.comments(workspace, post) });
    },
  });
  return (
    <section className={classes.comments} aria-labelledby={`comments-${post}`}>
      <h3 id={`comments-${post}`}>{t("comments.title")}</h3>
      {comments.isPending && <Skeleton height={40} />}
      {comments.error && <ErrorPanel error={comments.error} onRetry={() => comments.refetch()} />}
      {comments.data?.length === 0 && <p className="pv-s pv-3">{t("comments.none")}</p>}
      <ul className={classes.list}>
        {comments.data?.map((comment) => (
          <li key={comment.id} className={classes.comment}>
            <MemberAvatar name={nameOf(comment.author)} size={20} />
            <div className="pv-grow">
              <p className={classes.who}>
                <b>{nameOf(comment.author)}</b> <span>{format.near(comment.at)}</span>
              </p>
              <p className={classes.text}>{comment.text}</p>
            </div>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) send.mutate();
          }}
        >
          <Textarea
            size="sm"
            autosize
            minRows={1}
            maxRows={6}
            maxLength={5000}
            aria-label={t("comments.write")}
            placeholder={t("comments.write")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.stopPropagation();
              if (text.trim()) send.mutate();
            }}
          />
          {text.trim() !== "" && (
            <Button type="submit" size="compact-sm" loading={send.isPending}>
              {t("comments.send")}
            </Button>
          )}
          {send.error && <ErrorPanel error={send.error} />}
        </form>
      )}
    </section>
  );
}

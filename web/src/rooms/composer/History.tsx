import { Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SidePanel } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import { MemberAvatar } from "@/components/MemberAvatar";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/useFormat";
import { historyQuery, type Post, restoreVersion, type Version, versionQuery } from "@/queries/editorial";
import { DiffText } from "../review/DiffText";
import { usePeople } from "../review/usePeople";
import classes from "./History.module.css";

interface Props {
  workspace: string;
  post: Post;
  mayWrite: boolean;
  close: () => void;
  restored: (post: Post) => void;
}

/** The versions of a post: who, when, what changed; any of them can come back. */
export function History({ workspace, post, mayWrite, close, restored }: Props) {
  const { t } = useTranslation("composer");
  const format = useFormat();
  const nameOf = usePeople(workspace);
  const history = useQuery(historyQuery(workspace, post.id));
  const [open, setOpen] = useState<number>();
  return (
    <SidePanel opened onClose={close} title={t("history.title")}>
      {history.isPending && <Skeleton height={160} />}
      {history.error && <ErrorPanel error={history.error} onRetry={() => history.refetch()} />}
      <ul className={classes.list}>
        {history.data?.map((version) => (
          <li
            key={version.version}
            className={classes.item}
            data-open={open === version.version || undefined}
          >
            <button
              type="button"
              className={classes.row}
              aria-expanded={open === version.version}
              onClick={() => setOpen(open === version.version ? undefined : version.version)}
            >
              <MemberAvatar name={nameOf(version.author)} size={24} />
              <span className="pv-grow">
                <b>{nameOf(version.author)}</b>
                <span className={classes.when}>{format.near(version.at)}</span>
              </span>
              <span className={classes.kind}>
                {version.version === post.version ? t("history.now") : t(`history.${kindOf(version)}`)}
              </span>
            </button>
            {open === version.version && (
              <Detail
                workspace={workspace}
                post={post}
                version={version}
                mayWrite={mayWrite}
                restored={restored}
                close={close}
              />
            )}
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}

function Detail({ workspace, post, version, mayWrite, restored, close }: Props & { version: Version }) {
  const { t } = useTranslation("composer");
  const old = useQuery(versionQuery(workspace, post.id, version.version));
  const restore = useMutation({
    mutationFn: () => restoreVersion(workspace, post.id, version.version),
    onSuccess: (next) => {
      restored(next);
      toast.done(t("history.back"));
      close();
    },
  });
  if (old.error) return <ErrorPanel error={old.error} />;
  if (!old.data) return <Skeleton height={80} />;
  const text = (segments: readonly { text: string }[]) =>
    segments.map((segment) => segment.text).join("\n\n");
  return (
    <div className={classes.detail}>
      <p className={classes.text}>
        <DiffText before={text(old.data.draft.segments)} after={text(post.draft.segments)} />
      </p>
      {restore.error && <ErrorPanel error={restore.error} />}
      {mayWrite && version.version !== post.version && (
        <Button
          variant="default"
          size="compact-md"
          loading={restore.isPending}
          onClick={() => restore.mutate()}
        >
          {t("history.restore")}
        </Button>
      )}
    </div>
  );
}

function kindOf(version: Version): string {
  return version.cause || (version.content ? "content" : "about");
}

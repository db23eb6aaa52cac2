import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { IconArrowsMaximize, IconClock, IconDots, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "@/components/ErrorPanel";
import { LateMenu } from "@/components/Late";
import { NetworkBadges } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Post, postQuery } from "@/queries/editorial";
import { segmentsOf } from "../composer/edit";
import { PostPreview } from "../composer/PostPreview";
import { ruleOf } from "../composer/rules";
import { Comments } from "../review/Comments";
import { Panel } from "./Panel";
import classes from "./Panel.module.css";
import { PanelDeliveries } from "./PanelDeliveries";
import { PanelReview } from "./PanelReview";
import { useFilterChoices } from "./useFilterChoices";
import { usePostActions } from "./usePostActions";

const PanelMenu = lazy(() => import("./PanelMenu"));

interface Props {
  id: string;
  phone: boolean;
  close: () => void;
  edit: (id: string) => void;
  /** Opens the move dialog; absent when the post is not on screen. */
  move?: (id: string) => void;
}

/** One post beside the plan: what it looks like, where it stands, what to do next. */
export function PostPanel({ id, phone, close, edit, move }: Props) {
  const { t } = useTranslation(["calendar", "composer"]);
  const workspace = useWorkspace();
  const post = useQuery(postQuery(workspace.id, id));
  const words = post.data?.draft.segments[0]?.text.trim().split("\n")[0];
  const title = post.data?.draft.title || words || t("card.noText");
  return (
    <Panel label={phone ? title : t("panel.label")} phone={phone} close={close}>
      <header className={classes.head}>
        {post.data ? <StatusBadge status={post.data.status} /> : <span />}
        {post.data && <More post={post.data} move={move} close={close} />}
        <ActionIcon
          variant="subtle"
          size={34}
          aria-label={t("panel.edit")}
          title={t("panel.edit")}
          onClick={() => edit(id)}
        >
          <IconArrowsMaximize size={16} />
        </ActionIcon>
        {!phone && (
          <ActionIcon variant="subtle" size={34} aria-label={t("common:close")} onClick={close}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </header>
      {post.error ? (
        <div className={classes.scroll}>
          <ErrorPanel error={post.error} title={t("panel.failed")} onRetry={() => post.refetch()} />
        </div>
      ) : post.data ? (
        <Body post={post.data} title={title} phone={phone} edit={edit} />
      ) : (
        <div className={classes.scroll} aria-busy="true">
          <Skeleton height={28} />
          <Skeleton height={220} />
        </div>
      )}
    </Panel>
  );
}

function Body({
  post,
  title,
  phone,
  edit,
}: {
  post: Post;
  title: string;
  phone: boolean;
  edit: (id: string) => void;
}) {
  const { t } = useTranslation(["calendar", "composer"]);
  const workspace = useWorkspace();
  const format = useFormat(post.zone || undefined);
  const { channels, pillars, campaigns, labels } = useFilterChoices(workspace.id);
  const chosen = post.draft.variants.flatMap(
    (variant) => channels.find((one) => one.id === variant.channel) ?? [],
  );
  const first = chosen[0];
  const { links } = post.draft;
  const about = [
    pillars.find((one) => one.id === links.pillar),
    campaigns.find((one) => one.id === links.campaign),
    ...post.draft.labels.map((label) => labels.find((one) => one.id === label)),
  ].filter((one) => one !== undefined);
  return (
    <>
      <div className={classes.scroll}>
        {!phone && <h2 className={classes.title}>{title}</h2>}
        <p className={classes.when}>
          <IconClock size={14} aria-hidden="true" />
          {post.due ? format.dayTime(post.due) : t("panel.undated")}
          <NetworkBadges networks={chosen.map((one) => one.network)} />
        </p>
        {about.length > 0 && (
          <p className={classes.chips}>
            {about.map((one) => (
              <span key={one.id} className={classes.chip}>
                <i style={{ background: one.colour || "var(--pv-line-strong)" }} />
                {one.name}
              </span>
            ))}
          </p>
        )}
        <PostPreview
          workspace={workspace.id}
          network={first?.network ?? ""}
          name={first?.name ?? workspace.name}
          handle={first?.handle}
          segments={first ? segmentsOf(post.draft, { channel: first.id }) : post.draft.segments}
          rule={ruleOf(first)}
          when={post.due ? format.near(post.due) : ""}
          scheme="light"
          device="mobile"
        />
        <PanelDeliveries workspace={workspace.id} post={post} channels={channels} />
        <PanelReview workspace={workspace.id} post={post} />
        <div className={classes.section}>
          <Comments workspace={workspace.id} post={post.id} mayWrite={workspace.may("comment.write")} />
        </div>
      </div>
      {post.review !== "to_review" && workspace.may("post.write") && (
        <footer className={classes.foot}>
          <Button variant="default" onClick={() => edit(post.id)}>
            {t("panel.edit")}
          </Button>
        </footer>
      )}
    </>
  );
}

function More({ post, move, close }: { post: Post; move?: (id: string) => void; close: () => void }) {
  const { t } = useTranslation("calendar");
  const workspace = useWorkspace();
  const actions = usePostActions(workspace.id);
  if (!workspace.may("post.write")) return null;
  return (
    <LateMenu
      options={{ position: "bottom-end" }}
      target={
        <ActionIcon variant="subtle" size={34} aria-label={t("panel.more")}>
          <IconDots size={16} />
        </ActionIcon>
      }
    >
      <PanelMenu {...{ post, actions, move, close }} />
    </LateMenu>
  );
}

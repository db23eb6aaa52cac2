import { SegmentedControl } from "@mantine/core";
import { IconClock, IconGitCompare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MemberAvatar } from "@/components/MemberAvatar";
import { NetworkBadge } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import type { Review } from "@/queries/governance";
import { PostPreview } from "../composer/PostPreview";
import { freeRule } from "../composer/rules";
import { Comments } from "./Comments";
import { Pieces } from "./Pieces";
import classes from "./ReviewPage.module.css";
import { usePeople } from "./usePeople";

interface Props {
  workspace: string;
  review: Review;
  phone: boolean;
}

/** What would leave, channel by channel, exactly; what changed since the last yes; what was said. */
export function ReviewBody({ workspace, review, phone }: Props) {
  const { t } = useTranslation("review");
  const { may } = useWorkspace();
  const format = useFormat(review.zone || undefined);
  const nameOf = usePeople(workspace);
  const [chosen, setChosen] = useState<string>();
  const [marked, setMarked] = useState(true);
  const target = review.targets.find((one) => one.channel === chosen) ?? review.targets[0];
  const difference = review.differences.find((one) => one.channel === target?.channel);
  const changed = review.before !== null && difference !== undefined && difference.kind !== "same";
  return (
    <div className={classes.body}>
      <div className={classes.sheet}>
        <header className={classes.head}>
          <h2>{review.title || review.words || t("noText")}</h2>
          <StatusBadge status={review.state} />
        </header>
        <p className={classes.line}>
          <IconClock size={14} aria-hidden="true" />
          {review.due ? format.dayTime(review.due) : t("undated")}
        </p>
        {review.targets.length > 1 && (
          <SegmentedControl
            fullWidth
            value={target?.channel ?? ""}
            onChange={setChosen}
            aria-label={t("channels")}
            data={review.targets.map((one) => ({
              value: one.channel,
              label: (
                <span className={classes.tab}>
                  <NetworkBadge network={one.network} decorative />
                  <span className="pv-el">{one.name || one.network}</span>
                </span>
              ),
            }))}
          />
        )}
        {target && (
          <PostPreview
            workspace={workspace}
            network={target.network}
            name={target.name || target.network}
            title={target.title}
            segments={target.segments}
            rule={freeRule}
            when={review.due ? format.near(review.due) : ""}
            scheme="light"
            device={phone ? "mobile" : "desktop"}
            words={
              changed && marked
                ? (segment, rank) => (
                    <Pieces pieces={difference.segments[rank] ?? [{ kind: "added", text: segment.text }]} />
                  )
                : undefined
            }
          />
        )}
      </div>
      <aside className={classes.aside}>
        <section className={classes.block}>
          <h3>{t("since.title")}</h3>
          <p className={classes.line}>
            <IconGitCompare size={14} aria-hidden="true" />
            {review.before === null ? t("since.never") : summary(review, t)}
          </p>
          {changed && (
            <button
              type="button"
              className={classes.toggle}
              aria-pressed={marked}
              onClick={() => setMarked(!marked)}
            >
              {t(marked ? "since.hide" : "since.show")}
            </button>
          )}
        </section>
        <section className={classes.block}>
          <h3>{t("asked_")}</h3>
          <p className={classes.line}>
            <MemberAvatar name={nameOf(review.requestedBy)} size={24} />
            {t("askedBy", { name: nameOf(review.requestedBy), at: format.near(review.requestedAt) })}
          </p>
          {review.note && <p className={classes.note}>{review.note}</p>}
          {review.decisions.map((one) => (
            <p key={one.at} className={classes.line}>
              <MemberAvatar name={nameOf(one.person)} size={24} />
              <span className="pv-grow">
                {t(`decision.${one.kind}`, { name: nameOf(one.person), at: format.near(one.at) })}
                {one.comment && <span className={classes.said}>{one.comment}</span>}
              </span>
            </p>
          ))}
        </section>
        <section className={classes.block}>
          <Comments workspace={workspace} post={review.post} mayWrite={may("comment.write")} />
        </section>
      </aside>
    </div>
  );
}

type Words = (key: string, options?: Record<string, unknown>) => string;

/** “2 texts, 1 file, 1 account changed”, or that nothing did. */
function summary(review: Review, t: Words): string {
  const changed = review.differences.filter((one) => one.kind !== "same");
  if (changed.length === 0) return t("since.nothing");
  const texts = changed.filter((one) =>
    one.segments.some((list) => list.some((piece) => piece.kind !== "same")),
  ).length;
  const files = new Set(changed.flatMap((one) => [...one.added, ...one.removed])).size;
  const accounts = changed.filter((one) => one.kind === "added" || one.kind === "removed").length;
  const parts = [
    texts > 0 && t("since.texts", { count: texts }),
    files > 0 && t("since.files", { count: files }),
    accounts > 0 && t("since.accounts", { count: accounts }),
    changed.some((one) => one.other || one.options.length > 0) && t("since.other"),
  ];
  return parts.filter(Boolean).join(", ");
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { MemberAvatar } from "@/components/MemberAvatar";
import { useFormat } from "@/i18n/useFormat";
import type { Post } from "@/queries/editorial";
import { openReviewOf } from "@/queries/governance";
import { DecisionBar } from "../review/DecisionBar";
import { usePeople } from "../review/usePeople";
import classes from "./Panel.module.css";

/** The review that is open: who asked, and the two answers for who may give them. */
export function PanelReview({ workspace, post }: { workspace: string; post: Post }) {
  const { t } = useTranslation(["calendar", "review"]);
  const format = useFormat();
  const nameOf = usePeople(workspace);
  const { data: review } = useQuery({
    ...openReviewOf(workspace, post.id),
    enabled: post.review === "to_review",
  });
  if (!review || post.review !== "to_review") return null;
  return (
    <section className={classes.section} aria-labelledby="panel-review">
      <h3 id="panel-review">{t("panel.review")}</h3>
      <p className={classes.decision}>
        <MemberAvatar name={nameOf(review.requestedBy)} size={24} />
        <span className="pv-grow">
          {t("review:askedBy", { name: nameOf(review.requestedBy), at: format.near(review.requestedAt) })}
        </span>
      </p>
      {review.note && <p className={classes.note}>{review.note}</p>}
      <DecisionBar workspace={workspace} review={review} />
    </section>
  );
}

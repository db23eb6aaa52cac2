import { Button, SegmentedControl } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconEye, IconHourglass } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { NetworkBadges } from "@/components/NetworkBadge";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { waitingQuery } from "@/queries/deliveries";
import { type ReviewItem, reviewsQuery } from "@/queries/governance";
import { thumbnail } from "@/queries/media";
import { DeliveryRow } from "./DeliveryRow";
import classes from "./Today.module.css";

/** What waits for a person: doubtful and failed deliveries first, then approvals. */
export function Waiting() {
  const { t } = useTranslation("today");
  const { id, may } = useWorkspace();
  const deliveries = useQuery(waitingQuery(id));
  const reviews = useQuery(reviewsQuery(id, "to_review"));
  const [mine, setMine] = useState(true);
  const all = reviews.data ?? [];
  const forMe = all.filter((review) => review.mayDecide);
  const doubts = [...(deliveries.data ?? [])].sort((a, b) => rank(a.state) - rank(b.state));
  const forMeDoubts = may("delivery.resolve") ? doubts : [];
  const shownDoubts = mine ? forMeDoubts : doubts;
  const shownReviews = mine ? forMe : all;
  const settled = deliveries.data && reviews.data;
  return (
    <Section
      flush
      title={t("waiting")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("whose")}
          value={mine ? "mine" : "all"}
          onChange={(value) => setMine(value === "mine")}
          data={[
            { value: "mine", label: t("mine", { count: forMe.length + forMeDoubts.length }) },
            { value: "all", label: t("team", { count: all.length + doubts.length }) },
          ]}
        />
      }
    >
      <ErrorPanel error={deliveries.error ?? reviews.error} onRetry={() => deliveries.refetch()} />
      {settled && shownDoubts.length + shownReviews.length === 0 && (
        <EmptyState bare title={t("nothingWaits")}>
          {t("nothingWaitsWhy")}
        </EmptyState>
      )}
      {shownDoubts.length + shownReviews.length > 0 && (
        <ul>
          {shownDoubts.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
          {shownReviews.map((review) => (
            <ReviewRow key={review.id} review={review} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const order = ["needs_person", "failed", "partial", "missed"];
const rank = (state: string) => order.indexOf(state);

function ReviewRow({ review }: { review: ReviewItem }) {
  const { t } = useTranslation("today");
  const { id, path } = useWorkspace();
  const format = useFormat();
  return (
    <li className={classes.row}>
      {review.thumb ? (
        <img className={classes.thumb} src={thumbnail(id, review.thumb, 320)} alt="" />
      ) : (
        <span className={classes.thumb} style={{ "--c": "var(--pv-amber)" } as React.CSSProperties} data-tint>
          <IconEye size={20} stroke={1.6} color="var(--pv-amber)" aria-hidden />
        </span>
      )}
      <div className={classes.what}>
        <p className="pv-row">
          <strong className="pv-el">{review.title || review.words || t("common:untitled")}</strong>
          <NetworkBadges networks={review.networks} />
        </p>
        <p className="pv-s pv-2 pv-el">{review.note || t("waitsForReview")}</p>
      </div>
      {review.due && (
        <span className={classes.due}>
          <IconHourglass size={14} stroke={2} aria-hidden /> {t("before", { when: format.near(review.due) })}
        </span>
      )}
      <div className={classes.acts}>
        <Button
          component={Link}
          to={path("review", review.id)}
          size="compact-md"
          variant={review.mayDecide ? "filled" : "default"}
        >
          {t(review.mayDecide ? "reread" : "look")}
        </Button>
      </div>
    </li>
  );
}

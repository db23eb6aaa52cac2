import "@/theme/mantine-forms.css";
import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useWorkspace } from "@/frame/workspace";
import { reviewQuery, reviewsQuery } from "@/queries/governance";
import { DecisionBar } from "./DecisionBar";
import { Queue } from "./Queue";
import { nextAfter, queued } from "./queue";
import { ReviewBody } from "./ReviewBody";
import classes from "./ReviewPage.module.css";

type State = "to_review" | "changes_asked" | "approved";

const states: readonly State[] = ["to_review", "changes_asked", "approved"];

/** What waits for a yes, one after the other. Made for a thumb, and for a desk. */
export default function ReviewPage() {
  const { t } = useTranslation("review");
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const { review: wanted } = useParams({ strict: false }) as { review?: string };
  const [state, setState] = useState<State>("to_review");
  const list = useQuery(reviewsQuery(workspace.id, state));
  const items = queued(list.data ?? []);
  // The address may name a review, or the post that a notice speaks of.
  const found = items.find((item) => item.id === wanted || item.post === wanted);
  const current = found ?? (wanted?.startsWith("post_") ? undefined : wanted) ?? items[0];
  const id = typeof current === "string" ? current : current?.id;
  const detail = useQuery({ ...reviewQuery(workspace.id, id ?? ""), enabled: id !== undefined });
  const go = (next: string | undefined) =>
    void navigate({ to: next ? workspace.path("review", next) : workspace.path("review"), replace: true });
  const rank = items.findIndex((item) => item.id === id);

  useEffect(() => {
    document.title = `${t("title")} · Parvis`;
  }, [t]);

  const picker = (
    <SegmentedControl
      fullWidth
      size="sm"
      value={state}
      onChange={(value) => {
        setState(value as State);
        go(undefined);
      }}
      aria-label={t("filter")}
      data={states.map((value) => ({ value, label: t(`state.${value}`) }))}
    />
  );
  const empty = list.data && items.length === 0 && !id;
  return (
    <div className={classes.page}>
      {(!phone || empty || !id) && (
        <aside className={classes.queue} aria-label={t("queue")}>
          <h1 tabIndex={-1} data-page-title>
            {t("title")}
          </h1>
          {picker}
          {list.error && <ErrorPanel error={list.error} onRetry={() => list.refetch()} />}
          {list.isPending && <Skeleton height={160} />}
          {list.data && <p className="pv-s pv-2">{t("count", { count: items.length })}</p>}
          <Queue workspace={workspace.id} items={items} current={id} pick={go} />
          <p className={classes.promise}>{t("promise")}</p>
        </aside>
      )}
      {empty && (
        <div className={classes.empty}>
          <EmptyState
            title={t(`empty.${state}`)}
            actions={
              <Button variant="default" onClick={() => void navigate({ to: workspace.path("calendar") })}>
                {t("toCalendar")}
              </Button>
            }
          >
            {t(`emptyWhy.${state}`)}
          </EmptyState>
        </div>
      )}
      {id && (
        <section className={classes.detail} aria-label={t("one")}>
          <div className={classes.scroll} key={id}>
            {phone && (
              <div className={classes.progress}>
                {items.length > 1 && (
                  <>
                    <span aria-hidden="true">
                      {items.slice(0, 8).map((item, i) => (
                        <i key={item.id} data-on={i === rank || undefined} />
                      ))}
                    </span>
                    {t("rank", { rank: rank + 1, of: items.length })}
                  </>
                )}
              </div>
            )}
            {detail.error && <ErrorPanel error={detail.error} onRetry={() => detail.refetch()} />}
            {detail.isPending && <Skeleton height={420} />}
            {detail.data && <ReviewBody workspace={workspace.id} review={detail.data} phone={phone} />}
          </div>
          {detail.data?.state === "to_review" && (
            <footer className={classes.foot}>
              <DecisionBar
                key={id}
                workspace={workspace.id}
                review={detail.data}
                large
                decided={() => go(nextAfter(items, id))}
              />
            </footer>
          )}
        </section>
      )}
    </div>
  );
}

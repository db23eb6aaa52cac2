import { useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle, IconClock, IconEye, IconHandStop, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Figure, FigureBand } from "@/components/Figures";
import { PageHeader } from "@/components/PageHeader";
import { ComposeButton } from "@/frame/HeaderTools";
import { NotificationsButton } from "@/frame/Notifications";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { punctualityQuery, waitingQuery } from "@/queries/deliveries";
import { calendarQuery } from "@/queries/editorial";
import { reviewsQuery } from "@/queries/governance";
import { todayIn } from "@/rooms/strategy/quarter";
import { ChannelsToWatch } from "./ChannelsToWatch";
import { DayLine } from "./DayLine";
import { KeyDates } from "./KeyDates";
import { ObjectivesPanel } from "./ObjectivesPanel";
import classes from "./Today.module.css";
import { Waiting } from "./Waiting";

/** The morning page: what waits, what leaves, what to watch. */
export default function TodayPage() {
  const { t } = useTranslation("today");
  const { zone } = useWorkspace();
  const format = useFormat();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const now = new Date();
  const title = format.day(now);
  return (
    <>
      <PageHeader
        large
        title={title.charAt(0).toLocaleUpperCase() + title.slice(1)}
        meta={phone ? undefined : t("week", { week: weekOf(todayIn(zone)) })}
        actions={phone ? <NotificationsButton variant="default" /> : <ComposeButton />}
      />
      <div className="pv-page">
        <Band />
        <div className="pv-split" style={{ gridTemplateColumns: phone ? undefined : "minmax(0, 1fr) 320px" }}>
          <div className={classes.main}>
            <DayLine />
            <Waiting />
            <KeyDates />
          </div>
          <aside className={classes.main}>
            <ObjectivesPanel />
            <ChannelsToWatch />
          </aside>
        </div>
      </div>
    </>
  );
}

/** Five figures, each leading where it is dealt with. */
function Band() {
  const { t } = useTranslation("today");
  const { id, path, zone } = useWorkspace();
  const format = useFormat();
  const today = todayIn(zone);
  const { data: waiting } = useQuery(waitingQuery(id));
  const { data: reviews } = useQuery(reviewsQuery(id, "to_review"));
  const { data: cards } = useQuery(calendarQuery(id, { from: today, to: today, zone, filters: {} }));
  const { data: late } = useQuery(punctualityQuery(id));
  const count = (n: number | undefined) => (n === undefined ? undefined : format.number(n));
  const asked = waiting?.filter((d) => d.state === "needs_person").length;
  const failed = waiting?.filter((d) => d.state !== "needs_person").length;
  const out = cards?.filter((card) => card.status === "published").length ?? 0;
  const first = reviews
    ?.map((review) => review.due)
    .filter((due): due is string => due !== null)
    .sort()[0];
  return (
    <FigureBand label={t("band")}>
      <Figure
        icon={IconHandStop}
        color="var(--pv-plum)"
        title={t("needsPerson")}
        value={count(asked)}
        note={t("needsPersonNote", { count: asked ?? 0 })}
      />
      <Figure
        icon={IconAlertTriangle}
        color="var(--pv-red)"
        title={t("failed")}
        value={count(failed)}
        note={t("failedNote", { count: failed ?? 0 })}
      />
      <Figure
        icon={IconEye}
        color="var(--pv-amber)"
        title={t("toApprove")}
        value={count(reviews?.length)}
        note={first ? t("firstDue", { when: format.near(first) }) : t("nothingDue")}
        to={path("review")}
      />
      <Figure
        icon={IconSend}
        color="var(--pv-accent)"
        title={t("leaving")}
        value={count(cards?.length)}
        note={out > 0 ? t("alreadyOut", { count: out }) : undefined}
        to={path("calendar")}
      />
      <Figure
        icon={IconClock}
        color="var(--pv-teal)"
        title={t("punctuality")}
        value={late?.count ? format.number(late.medianMs / 1000, late.medianMs < 10_000 ? 1 : 0) : undefined}
        unit="s"
        missing={t("noPunctuality")}
        note={late?.count ? t("punctualityNote") : undefined}
      />
    </FigureBand>
  );
}

/** ISO week number of a day. */
function weekOf(day: string): number {
  const at = new Date(`${day}T12:00:00Z`);
  const thursday = new Date(at);
  thursday.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday.getTime() - start) / 86_400_000 + 1) / 7);
}

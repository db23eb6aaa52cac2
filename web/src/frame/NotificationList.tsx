import { Skeleton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconClockX,
  IconEye,
  IconHandStop,
  IconMessageExclamation,
  IconPlugX,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useFormat } from "@/i18n/useFormat";
import { type Notification, notificationsQuery, useMarkRead } from "@/queries/notify";
import classes from "./NotificationList.module.css";
import { useWorkspace } from "./workspace";

const looks = {
  to_approve: { icon: IconEye, color: "var(--pv-amber)", room: "review" },
  changes_asked: { icon: IconMessageExclamation, color: "var(--pv-orange)", room: "compose" },
  failed: { icon: IconAlertTriangle, color: "var(--pv-red)", room: "compose" },
  needs_person: { icon: IconHandStop, color: "var(--pv-plum)", room: "compose" },
  missed: { icon: IconClockX, color: "var(--pv-red)", room: "compose" },
  reconnect: { icon: IconPlugX, color: "var(--pv-red)", room: "channels" },
} as const;

/** The notifications of the person in this workspace, newest first; each leads where it can be dealt with. */
export default function NotificationList({ onFollow }: { onFollow: () => void }) {
  const { t } = useTranslation();
  const { id } = useWorkspace();
  const { data, error, isPending, refetch } = useQuery(notificationsQuery(id));
  if (isPending) {
    return <Skeleton height={160} />;
  }
  if (error) {
    return <ErrorPanel error={error} onRetry={refetch} />;
  }
  if (data.items.length === 0) {
    return <EmptyState title={t("notifications.empty")}>{t("notifications.emptyWhy")}</EmptyState>;
  }
  return (
    <ul className={classes.list}>
      {data.items.map((one) => (
        <NotificationRow key={one.id} one={one} onFollow={onFollow} />
      ))}
    </ul>
  );
}

function NotificationRow({ one, onFollow }: { one: Notification; onFollow: () => void }) {
  const { t } = useTranslation();
  const { id, path } = useWorkspace();
  const markRead = useMarkRead(id);
  const format = useFormat();
  const look = looks[one.kind as keyof typeof looks] ?? looks.to_approve;
  const target = look.room === "channels" || !one.subject ? path(look.room) : path(look.room, one.subject);
  return (
    <li className={classes.row} data-unread={!one.readAt || undefined}>
      <look.icon size={18} stroke={1.75} color={look.color} aria-hidden />
      <Link
        to={target}
        className={classes.link}
        onClick={() => {
          markRead.mutate([one.id]);
          onFollow();
        }}
      >
        <strong>{t(`notifications.kinds.${one.kind}`)}</strong>
        <span>{one.title}</span>
        <time dateTime={one.at}>{format.since(one.at)}</time>
      </Link>
      {!one.readAt && <span className="pv-sr">{t("notifications.isUnread")}</span>}
    </li>
  );
}

import { ActionIcon, Button, Indicator } from "@mantine/core";
import "@mantine/core/styles/Indicator.layer.css";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { SidePanel } from "@/components/Dialog";
import { notificationsQuery, useMarkRead } from "@/queries/notify";
import { useWorkspace } from "./workspace";

const NotificationList = lazy(() => import("./NotificationList"));

/** The bell, with a dot when something is unread, and the drawer it opens. */
export function NotificationsButton({ variant = "subtle" }: { variant?: "subtle" | "default" }) {
  const { t } = useTranslation();
  const { id } = useWorkspace();
  const [open, setOpen] = useState(false);
  const { data } = useQuery(notificationsQuery(id));
  const markRead = useMarkRead(id);
  const unread = data?.unread ?? 0;
  const name = unread ? t("notifications.unread", { count: unread }) : t("notifications.title");
  return (
    <>
      <Indicator color="rouge" size={8} offset={6} disabled={unread === 0}>
        <ActionIcon
          variant={variant}
          size={variant === "default" ? 34 : 30}
          onClick={() => setOpen(true)}
          aria-label={name}
          title={name}
          aria-haspopup="dialog"
        >
          <IconBell size={18} stroke={1.5} />
        </ActionIcon>
      </Indicator>
      <SidePanel opened={open} onClose={() => setOpen(false)} title={t("notifications.title")}>
        {unread > 0 && (
          <Button variant="subtle" size="compact-sm" mb={8} onClick={() => markRead.mutate(undefined)}>
            {t("notifications.readAll")}
          </Button>
        )}
        <Suspense>
          <NotificationList onFollow={() => setOpen(false)} />
        </Suspense>
      </SidePanel>
    </>
  );
}

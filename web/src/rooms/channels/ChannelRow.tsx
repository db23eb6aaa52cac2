import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { ChannelHealth } from "@/components/ChannelHealth";
import { NetworkBadge } from "@/components/NetworkBadge";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { type Channel, networksQuery, useChannelMutation } from "@/queries/channels";
import { ChannelDialog } from "./ChannelDialog";
import classes from "./Channels.module.css";
import { ReconnectDialog } from "./ConnectDialog";
import { RemoveDialog } from "./RemoveDialog";

type Open = "edit" | "reconnect" | "remove" | null;

export function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation("channels");
  const { id, may, zone } = useWorkspace();
  const { say } = useProblem();
  const { data: networks } = useQuery(networksQuery(id));
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const network = networks?.find((one) => one.name === channel.network);
  const test = useChannelMutation(id, () => api.post<Channel>(inside(id, "channels", channel.id, "test")));
  const onTest = () =>
    test.mutate(undefined, {
      onSuccess: (fresh) => toast.done(`${channel.name} : ${t(`common:health.${fresh.health}`)}`),
      onError: (error) => toast.problem(say(error)),
    });
  const broken = channel.health === "reconnect" || channel.health === "down";
  const { perDay } = channel.limits;
  return (
    <li className={classes.row} data-held={channel.held || undefined}>
      <NetworkBadge network={channel.network} size={32} decorative />
      <div className="pv-grow">
        <p className={`${classes.name} pv-el`}>{channel.name}</p>
        <p className="pv-xs pv-3 pv-el">
          {[network?.title ?? channel.network, channel.handle].filter(Boolean).join(", ")}
        </p>
      </div>
      <HealthCell channel={channel} />
      <p className={`${classes.zone} pv-s`}>{cityOf(channel.zone || zone)}</p>
      <p className={`${classes.limit} pv-s pv-num`}>
        {perDay > 0 ? t("perDay", { count: perDay }) : <span className="pv-3">{t("noLimit")}</span>}
      </p>
      <div className={classes.acts}>
        {broken && may("channel.manage") && network?.connectable && (
          <Button size="compact-md" onClick={() => setOpen("reconnect")}>
            {t("reconnect")}
          </Button>
        )}
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon aria-label={t("actions", { name: channel.name })}>
              <IconDots size={16} stroke={2} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen("edit")}>
              {t(may("channel.manage") ? "settings" : "limits")}
            </Menu.Item>
            {channel.url && (
              <Menu.Item component="a" href={channel.url} target="_blank" rel="noreferrer">
                {t("visit")}
              </Menu.Item>
            )}
            {may("channel.manage") && (
              <>
                <Menu.Item onClick={onTest}>{t("test")}</Menu.Item>
                {network?.connectable && !broken && (
                  <Menu.Item onClick={() => setOpen("reconnect")}>{t("reconnect")}</Menu.Item>
                )}
                <Menu.Divider />
                <Menu.Item color="red" onClick={() => setOpen("remove")}>
                  {t("remove")}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {open === "edit" && <ChannelDialog channel={channel} onClose={close} />}
      {open === "reconnect" && network && (
        <ReconnectDialog channel={channel} network={network} onClose={close} />
      )}
      {open === "remove" && <RemoveDialog channel={channel} onClose={close} />}
    </li>
  );
}

function HealthCell({ channel }: { channel: Channel }) {
  const { t } = useTranslation("channels");
  const format = useFormat();
  const { sayField } = useProblem();
  const reason = channel.healthReason;
  const why = reason
    ? sayField({ path: "", code: reason.code, message: reason.message, args: reason.args })
    : channel.expiresAt
      ? t("expires", { date: format.dayTime(channel.expiresAt) })
      : channel.checkedAt
        ? t("checked", { when: format.near(channel.checkedAt) })
        : t("noExpiry");
  return (
    <div className={classes.state}>
      <ChannelHealth health={channel.health}>{t(`common:health.${channel.health}`)}</ChannelHealth>
      <p className={classes.why}>{why}</p>
      {channel.held && <p className={classes.why}>{t("held")}</p>}
    </div>
  );
}

/** “Europe/Paris” as people say it. */
function cityOf(zone: string): string {
  return zone.split("/").pop()?.replaceAll("_", " ") ?? zone;
}

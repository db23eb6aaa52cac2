import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { NetworkBadge } from "@/components/NetworkBadge";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Channel, type Departure, type Hold, holdsQuery, useChannelMutation } from "@/queries/channels";
import { campaignsQuery } from "@/queries/strategy";
import classes from "./Channels.module.css";

interface Wish {
  scope: "channel" | "campaign" | "workspace";
  target: string;
  hold?: Hold;
}

/** Stops: one account, one campaign, the whole workspace. Nothing starts after the click. */
export function PausePanel({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation("channels");
  const { id, may } = useWorkspace();
  const { data: holds } = useQuery(holdsQuery(id));
  const { data: campaigns } = useQuery(campaignsQuery(id));
  const [started, setStarted] = useState<Departure[]>([]);
  const turn = useChannelMutation(id, async ({ scope, target, hold }: Wish) => {
    if (hold) {
      await api.delete(inside(id, "holds", hold.id));
      setStarted([]);
    } else {
      const placed = await api.post<{ started: Departure[] }>(inside(id, "holds"), {
        scope,
        target,
        reason: "pause",
      });
      setStarted(placed.started ?? []);
    }
  });
  const holdOf = (scope: string, target: string) =>
    holds?.find((one) => one.scope === scope && one.target === target);
  const line = (scope: Wish["scope"], target: string, label: string, badge?: React.ReactNode) => {
    const hold = holdOf(scope, target);
    return (
      <li key={scope + target} className={classes.switch}>
        {badge}
        <span className="pv-el">{scope === "workspace" ? <strong>{label}</strong> : label}</span>
        <Switch
          aria-label={t("pause.of", { name: label })}
          checked={Boolean(hold)}
          disabled={!may("hold.manage") || turn.isPending}
          onChange={() => turn.mutate({ scope, target, hold })}
        />
      </li>
    );
  };
  const others = holds?.filter((hold) => hold.reason !== "pause") ?? [];
  const active = campaigns?.filter((campaign) => campaign.state === "active") ?? [];
  return (
    <Section title={t("pause.title")} says={t("pause.says")}>
      <ErrorPanel error={turn.error} />
      <ul>
        {channels.map((channel) =>
          line("channel", channel.id, channel.name, <NetworkBadge network={channel.network} decorative />),
        )}
        {active.map((campaign) => line("campaign", campaign.id, campaign.name))}
        {line("workspace", "", t("pause.all"))}
      </ul>
      {started.length > 0 && (
        <p className={classes.started} role="status">
          {t("pause.started", { count: started.length })}
        </p>
      )}
      {others.map((hold) => (
        <OtherHold key={hold.id} hold={hold} />
      ))}
    </Section>
  );
}

/** A stop that is no pause of a person: a crisis, a restored copy, a clock gone astray. */
function OtherHold({ hold }: { hold: Hold }) {
  const { t } = useTranslation("channels");
  const format = useFormat();
  return (
    <p className={classes.started}>
      <strong>{t(`holds.${hold.reason}`)}</strong> {format.near(hold.placedAt)} {hold.note}
    </p>
  );
}

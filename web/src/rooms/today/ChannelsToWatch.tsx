import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ChannelHealth } from "@/components/ChannelHealth";
import { NetworkBadge } from "@/components/NetworkBadge";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { channelsQuery } from "@/queries/channels";
import classes from "./Today.module.css";

/** Accounts that cannot publish, soon cannot, or are on hold. */
export function ChannelsToWatch() {
  const { t } = useTranslation("today");
  const { id, path, may } = useWorkspace();
  const { data } = useQuery({ ...channelsQuery(id), enabled: may("channel.read") });
  if (!data) {
    return null;
  }
  const watched = data.filter((channel) => channel.health !== "ok" || channel.held);
  return (
    <Section title={t("channels")} actions={<Link to={path("channels")}>{t("common:all")}</Link>}>
      {watched.length === 0 ? (
        <p className="pv-s pv-3">{t("channelsFine", { count: data.length })}</p>
      ) : (
        <ul className={classes.goals}>
          {watched.map((channel) => (
            <li key={channel.id} className="pv-row pv-s">
              <NetworkBadge network={channel.network} decorative />
              <span className="pv-el pv-grow">{channel.name}</span>
              {channel.held ? (
                <span className="pv-2">{t("common:status.held")}</span>
              ) : (
                <ChannelHealth health={channel.health}>{t(`common:health.${channel.health}`)}</ChannelHealth>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

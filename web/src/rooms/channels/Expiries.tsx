import { useTranslation } from "react-i18next";
import { networkName } from "@/components/NetworkBadge";
import { Section } from "@/components/Section";
import { useFormat } from "@/i18n/useFormat";
import type { Channel } from "@/queries/channels";
import classes from "./Channels.module.css";

/** The connections that end, soonest first; none, and the panel is not there. */
export function Expiries({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation("channels");
  const format = useFormat();
  const ending = channels
    .flatMap((channel) => (channel.expiresAt ? [{ channel, at: channel.expiresAt }] : []))
    .sort((a, b) => a.at.localeCompare(b.at));
  if (ending.length === 0) {
    return null;
  }
  return (
    <Section title={t("expiries")}>
      <ul className={classes.dates}>
        {ending.map(({ channel, at }) => (
          <li key={channel.id}>
            <strong>{format.dayMonth(at)}</strong>
            <span className="pv-el">{channel.name || networkName(channel.network)}</span>
            <span className="pv-3 pv-num">{format.duration((Date.parse(at) - Date.now()) / 1000)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

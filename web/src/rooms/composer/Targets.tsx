import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ChannelHealth } from "@/components/ChannelHealth";
import { NetworkBadge } from "@/components/NetworkBadge";
import type { Draft } from "@/queries/editorial";
import type { Limited } from "./rules";
import classes from "./Side.module.css";

interface Props {
  channels: readonly Limited[];
  draft: Draft;
  locked: boolean;
  toggle: (channel: string) => void;
}

/** The accounts the post goes to, each with its health. */
export function Targets({ channels, draft, locked, toggle }: Props) {
  const { t } = useTranslation("composer");
  const chosen = new Set(draft.variants.map((variant) => variant.channel));
  return (
    <section className={classes.block} aria-labelledby="composer-targets">
      <header className={classes.head}>
        <h2 id="composer-targets">{t("targets.title")}</h2>
        <span className={classes.count}>
          {t("targets.count", { chosen: chosen.size, all: channels.length })}
        </span>
      </header>
      {channels.length === 0 && <p className={classes.note}>{t("targets.none")}</p>}
      <ul>
        {channels.map((channel) => (
          <li key={channel.id} className={classes.target}>
            <Checkbox
              size="sm"
              checked={chosen.has(channel.id)}
              disabled={locked}
              onChange={() => toggle(channel.id)}
              label={
                <span className={classes.account}>
                  <NetworkBadge network={channel.network} />
                  <span className="pv-el">{channel.name}</span>
                </span>
              }
            />
            <ChannelHealth health={channel.health}>
              {channel.held
                ? t("targets.held")
                : channel.health === "ok"
                  ? undefined
                  : t(`targets.${channel.health}`)}
            </ChannelHealth>
          </li>
        ))}
      </ul>
    </section>
  );
}

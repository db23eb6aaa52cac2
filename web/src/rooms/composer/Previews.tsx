import { SegmentedControl } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconMoon, IconSun } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NetworkBadge } from "@/components/NetworkBadge";
import type { Draft } from "@/queries/editorial";
import { measure } from "./count";
import { segmentsOf, variantOf } from "./edit";
import { PostPreview } from "./PostPreview";
import classes from "./Preview.module.css";
import { type Limited, ruleOf } from "./rules";

interface Props {
  workspace: string;
  draft: Draft;
  channels: readonly Limited[];
  /** The hour under the name, already written. */
  when: string;
}

/** What readers will see, account by account; the theme above is theirs, not the application's. */
export function Previews({ workspace, draft, channels, when }: Props) {
  const { t } = useTranslation("composer");
  const [device, setDevice] = useState<"mobile" | "desktop">("mobile");
  const [scheme, setScheme] = useState<"light" | "dark">("light");
  const chosen = draft.variants.flatMap(
    (variant) => channels.find((channel) => channel.id === variant.channel) ?? [],
  );
  const icon = (Glyph: typeof IconSun, words: string) => (
    <span className={classes.toggle}>
      <Glyph size={16} aria-hidden="true" />
      <span className="pv-sr">{words}</span>
    </span>
  );
  return (
    <section className={classes.previews} aria-labelledby="composer-previews">
      <header className={classes.head}>
        <h2 id="composer-previews">{t("previews.title")}</h2>
        <SegmentedControl
          size="xs"
          value={device}
          onChange={(value) => setDevice(value as typeof device)}
          aria-label={t("previews.device")}
          data={[
            { value: "mobile", label: icon(IconDeviceMobile, t("previews.mobile")) },
            { value: "desktop", label: icon(IconDeviceDesktop, t("previews.desktop")) },
          ]}
        />
        <SegmentedControl
          size="xs"
          value={scheme}
          onChange={(value) => setScheme(value as typeof scheme)}
          aria-label={t("previews.scheme")}
          data={[
            { value: "light", label: icon(IconSun, t("previews.light")) },
            { value: "dark", label: icon(IconMoon, t("previews.dark")) },
          ]}
        />
      </header>
      {chosen.length === 0 && <p className={classes.none}>{t("previews.none")}</p>}
      <div className={classes.list} data-device={device}>
        {chosen.map((channel) => {
          const segments = segmentsOf(draft, { channel: channel.id });
          const rule = ruleOf(channel);
          const over = segments.reduce((sum, segment) => {
            const m = measure(segment.text, rule);
            return m.level === "over" ? sum + m.used - m.max : sum;
          }, 0);
          return (
            <figure key={channel.id} className={classes.one}>
              <figcaption className={classes.caption}>
                <NetworkBadge network={channel.network} decorative />
                <span className="pv-el">{channel.name}</span>
                {over > 0 && <b className={classes.over}>+{over}</b>}
              </figcaption>
              <PostPreview
                workspace={workspace}
                network={channel.network}
                name={channel.name}
                handle={channel.handle}
                title={channel.limits?.titles ? variantOf(draft, channel.id)?.title : undefined}
                segments={segments}
                rule={rule}
                when={when}
                scheme={scheme}
                device={device}
              />
            </figure>
          );
        })}
      </div>
    </section>
  );
}

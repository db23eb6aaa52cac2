import { IconLink, IconPlayerPlayFilled, IconWebhook } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isVideo, useAssets } from "@/queries/attachments";
import type { Segment } from "@/queries/editorial";
import { thumbnail } from "@/queries/media";
import { measure, type TextRule } from "./count";
import { marks } from "./marks";
import classes from "./Preview.module.css";

interface Props {
  workspace: string;
  network: string;
  name: string;
  handle?: string;
  title?: string;
  segments: readonly Segment[];
  rule: TextRule;
  when: string;
  scheme: "light" | "dark";
  device: "mobile" | "desktop";
  /** Replaces the text of a message: a difference, for instance. */
  words?: (segment: Segment, rank: number) => ReactNode;
}

/** A post as its readers see it: our own drawing, with no asset of any network. */
export function PostPreview(props: Props) {
  const { workspace, network, name, handle, title, segments, rule, when, scheme, device, words } = props;
  const { t } = useTranslation("composer");
  const machine = network === "webhook";
  return (
    <article className={classes.post} data-scheme={scheme} data-device={device} data-network={network}>
      {segments.map((segment, i) => (
        <section key={segment.id} className={classes.message}>
          <header className={classes.author}>
            <span className={classes.face} aria-hidden="true">
              {machine ? <IconWebhook size={20} /> : name.trim().charAt(0).toLocaleUpperCase()}
            </span>
            <span className="pv-grow">
              <b className={classes.name}>{name}</b>
              <span className={classes.meta}>{[handle, when].filter(Boolean).join(" · ")}</span>
            </span>
            {segments.length > 1 && (
              <span className={classes.rank}>
                {i + 1}/{segments.length}
              </span>
            )}
          </header>
          {i === 0 && title && <h3 className={classes.headline}>{title}</h3>}
          <p className={classes.text}>
            {words ? words(segment, i) : <Words text={segment.text} rule={rule} />}
          </p>
          <Media workspace={workspace} segment={segment} />
          {segment.link && (
            <span className={classes.card}>
              <span className={classes.cardIcon}>
                <IconLink size={18} aria-hidden="true" />
              </span>
              <span className="pv-grow">
                <span className={classes.meta}>{host(segment.link.url)}</span>
                <b className={classes.cardTitle}>{segment.link.title || segment.link.url}</b>
                {segment.link.description && <span className={classes.meta}>{segment.link.description}</span>}
              </span>
            </span>
          )}
        </section>
      ))}
      {machine && <p className={classes.machine}>{t("previews.webhook")}</p>}
    </article>
  );
}

/** A text with its entities coloured and its overflow marked in place. */
export function Words({ text, rule }: { text: string; rule: TextRule }) {
  const { t } = useTranslation("composer");
  if (text.trim() === "") return <span className={classes.blank}>{t("previews.blank")}</span>;
  const counted = measure(text, rule);
  const pieces = marks(text, counted.level === "over" ? counted.cut : text.length);
  return (
    <>
      {pieces.map((piece, i) => {
        const className = piece.kind === "text" ? undefined : classes.entity;
        const Tag = piece.over ? "mark" : "span";
        return (
          <Tag key={i} className={piece.over ? classes.overflow : className}>
            {piece.text}
          </Tag>
        );
      })}
    </>
  );
}

function Media({ workspace, segment }: { workspace: string; segment: Segment }) {
  const assets = useAssets(
    workspace,
    segment.media.map((media) => media.asset),
  );
  const shown = segment.media.slice(0, 4);
  const more = segment.media.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <div className={classes.media} data-count={shown.length}>
      {shown.map((media, i) => {
        const asset = assets.get(media.asset);
        return (
          <span key={media.asset} className={classes.picture}>
            <img
              src={thumbnail(workspace, media.asset, 640)}
              alt={media.alt || asset?.alt || ""}
              loading="lazy"
            />
            {isVideo(asset) && <IconPlayerPlayFilled className={classes.play} size={36} aria-hidden="true" />}
            {i === shown.length - 1 && more > 0 && <span className={classes.moreMedia}>+{more}</span>}
          </span>
        );
      })}
    </div>
  );
}

function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

import { ActionIcon, Menu, Textarea } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconDots,
  IconPhotoPlus,
  IconTrash,
} from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isVideo, useAssets } from "@/queries/attachments";
import type { Segment } from "@/queries/editorial";
import { thumbnail } from "@/queries/media";
import classes from "./Media.module.css";

export interface MediaActions {
  reorder: (segment: string, from: number, to: number) => void;
  detach: (segment: string, asset: string) => void;
  onDescribe: (asset: string, alt: string) => void;
}

interface Props {
  workspace: string;
  segment: Segment;
  most?: number;
  locked: boolean;
  /** Files that pre-flight wants described. */
  undescribed: ReadonlySet<string>;
  actions: MediaActions;
  choose: () => void;
  fromUrl: () => void;
}

/** The type of what a file dragged inside the strip carries: its rank. */
const dragType = "application/x-parvis-rank";

/** The files of a message, in order, each with its words for who does not see it. */
export function MediaStrip({
  workspace,
  segment,
  most,
  locked,
  undescribed,
  actions,
  choose,
  fromUrl,
}: Props) {
  const { t } = useTranslation("composer");
  const assets = useAssets(
    workspace,
    segment.media.map((media) => media.asset),
  );
  const [over, setOver] = useState<number>();
  if (segment.media.length === 0 && locked) return null;
  const count = segment.media.length;

  const drop = (event: DragEvent, to: number) => {
    setOver(undefined);
    const from = event.dataTransfer.getData(dragType);
    if (from === "") return;
    event.preventDefault();
    event.stopPropagation();
    actions.reorder(segment.id, Number(from), to);
  };

  return (
    <ul className={classes.strip} aria-label={t("media.label")}>
      {segment.media.map((media, i) => {
        const asset = assets.get(media.asset);
        const alt = media.alt ?? asset?.alt ?? "";
        return (
          <li
            key={media.asset}
            className={classes.item}
            data-wanted={undescribed.has(media.asset) || undefined}
            data-over={over === i || undefined}
            draggable={!locked}
            onDragStart={(event) => {
              event.dataTransfer.setData(dragType, String(i));
              event.dataTransfer.effectAllowed = "move";
            }}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(dragType)) return;
              event.preventDefault();
              setOver(i);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, i)}
          >
            <div className={classes.picture}>
              <img src={thumbnail(workspace, media.asset, 320)} alt={alt} draggable={false} />
              {isVideo(asset) && <span className={classes.tag}>{t("media.video")}</span>}
              {!locked && (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon
                      variant="default"
                      size={28}
                      className={classes.more}
                      aria-label={t("media.more", { rank: i + 1 })}
                    >
                      <IconDots size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item
                      disabled={i === 0}
                      leftSection={<IconChevronLeft size={16} />}
                      onClick={() => actions.reorder(segment.id, i, i - 1)}
                    >
                      {t("media.before")}
                    </Menu.Item>
                    <Menu.Item
                      disabled={i === count - 1}
                      leftSection={<IconChevronRight size={16} />}
                      onClick={() => actions.reorder(segment.id, i, i + 1)}
                    >
                      {t("media.after")}
                    </Menu.Item>
                    <Menu.Item
                      leftSection={<IconTrash size={16} />}
                      onClick={() => actions.detach(segment.id, media.asset)}
                    >
                      {t("media.detach")}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              )}
            </div>
            <Alt
              asset={media.asset}
              value={media.alt ?? ""}
              inherited={asset?.alt ?? ""}
              wanted={undescribed.has(media.asset)}
              locked={locked}
              onDescribe={actions.onDescribe}
            />
          </li>
        );
      })}
      {!locked && (
        <li className={classes.add}>
          <button type="button" onClick={choose}>
            <IconPhotoPlus size={20} stroke={1.6} aria-hidden="true" />
            <span>
              <b>{t("media.add")}</b>
              <span>{most ? t("media.countOf", { count, most }) : t("media.count", { count })}</span>
            </span>
          </button>
          <button type="button" className={classes.url} onClick={fromUrl}>
            {t("media.fromUrl")}
          </button>
        </li>
      )}
    </ul>
  );
}

interface AltProps {
  asset: string;
  value: string;
  /** The words of the library, which hold where the post has none. */
  inherited: string;
  wanted: boolean;
  locked: boolean;
  onDescribe: (asset: string, alt: string) => void;
}

function Alt({ asset, value, inherited, wanted, locked, onDescribe }: AltProps) {
  const { t } = useTranslation("composer");
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const described = value !== "" || inherited !== "";
  useEffect(() => {
    const show = (event: Event) => {
      if ((event as CustomEvent<string>).detail === asset) setOpen(true);
    };
    window.addEventListener("parvis:describe", show);
    return () => window.removeEventListener("parvis:describe", show);
  }, [asset]);
  if (open && !locked) {
    return (
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={6}
        autoFocus
        maxLength={2000}
        aria-label={t("media.alt")}
        placeholder={inherited || t("media.altPlaceholder")}
        value={value}
        onChange={(event) => onDescribe(asset, event.currentTarget.value)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && !(event.key === "Enter" && !event.shiftKey)) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(false);
          requestAnimationFrame(() => button.current?.focus());
        }}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      className={classes.alt}
      data-state={described ? "done" : wanted ? "wanted" : "none"}
      title={value || inherited || undefined}
      disabled={locked}
      onClick={() => setOpen(true)}
    >
      {described ? (
        <IconCheck size={14} aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={14} aria-hidden="true" />
      )}
      <span className="pv-el">{described ? value || inherited : t("media.undescribed")}</span>
    </button>
  );
}

import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconLink, IconMoodSmile, IconPhotoPlus, IconScissors, IconTrash } from "@tabler/icons-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "@/queries/editorial";
import { Counter } from "./Counter";
import type { Measure } from "./count";
import classes from "./Editor.module.css";
import { LinkBox } from "./LinkBox";
import { type MediaActions, MediaStrip } from "./MediaStrip";
import { firstAddress } from "./marks";
import { TextField } from "./TextField";

export interface SegmentActions extends MediaActions {
  text: (segment: string, text: string) => void;
  link: (segment: string, link: Segment["link"]) => void;
  split: (segment: string) => void;
  remove: (segment: string) => void;
  files: (segment: string, files: File[]) => void;
  library: (segment: string) => void;
  fromUrl: (segment: string) => void;
}

interface Props {
  workspace: string;
  segment: Segment;
  rank: number;
  of: number;
  measure: Measure;
  /** How many files this target takes; undefined: not said. */
  mostMedia?: number;
  splittable: boolean;
  linkCards: boolean;
  locked: boolean;
  undescribed: ReadonlySet<string>;
  actions: SegmentActions;
}

const emoji =
  "☔ 🌧️ 🌊 ⚓ 🧵 🪡 🧶 🧥 🥾 ☀️ 🍂 ❄️ 🎁 🎉 ❤️ 💛 💙 👏 🙌 👀 👉 ✨ 🔥 ✅ 📍 📅 📣 🙏 😊 😄 😉 🤝 💪 🎨 📷 🎬 🛠️ ♻️ 🌱 ☕".split(
    " ",
  );

/** One message: its text, its files, its link card. */
export function SegmentEditor(props: Props) {
  const {
    workspace,
    segment,
    rank,
    of,
    measure,
    mostMedia,
    splittable,
    linkCards,
    locked,
    undescribed,
    actions,
  } = props;
  const { t } = useTranslation("composer");
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const fresh = useRef(rank === 1 && of === 1 && segment.text === "" && !locked);
  useEffect(() => {
    // A new post begins with the caret in its text.
    if (fresh.current) field.current?.focus();
  }, []);
  const counter = `count-${segment.id}`;
  const address = firstAddress(segment.text);

  const insert = (text: string) => {
    const area = field.current;
    if (!area) return;
    area.focus();
    const { selectionStart: from, selectionEnd: to } = area;
    actions.text(segment.id, segment.text.slice(0, from) + text + segment.text.slice(to));
    requestAnimationFrame(() => area.setSelectionRange(from + text.length, from + text.length));
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    actions.files(segment.id, [...event.dataTransfer.files]);
  };

  return (
    <section
      className={classes.segment}
      data-segment={segment.id}
      data-over={over || undefined}
      aria-label={of > 1 ? t("segment.rank", { rank, of }) : t("segment.one")}
      onDragOver={(event) => {
        if (locked || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {of > 1 && (
        <header className={classes.rank}>
          <b>
            {rank}/{of}
          </b>
          {!locked && (
            <ActionIcon
              variant="subtle"
              size={28}
              aria-label={t("segment.remove", { rank })}
              onClick={() => actions.remove(segment.id)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </header>
      )}
      <TextField
        value={segment.text}
        measure={measure}
        label={of > 1 ? t("segment.rank", { rank, of }) : t("segment.one")}
        placeholder={rank === 1 ? t("segment.placeholder") : t("segment.placeholderNext")}
        locked={locked}
        describedBy={counter}
        field={field}
        change={(text) => actions.text(segment.id, text)}
        files={(files) => actions.files(segment.id, files)}
      />
      <div className={classes.tools}>
        {!locked && (
          <>
            <Tool label={t("tool.media")} onClick={() => actions.library(segment.id)} icon={IconPhotoPlus} />
            <Menu position="bottom-start" width={292}>
              <Menu.Target>
                <ActionIcon variant="subtle" size={34} aria-label={t("tool.emoji")}>
                  <IconMoodSmile size={18} stroke={1.75} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <div className={classes.emoji}>
                  {emoji.map((one) => (
                    <Menu.Item
                      key={one}
                      component="button"
                      className={classes.one}
                      onClick={() => insert(one)}
                    >
                      {one}
                    </Menu.Item>
                  ))}
                </div>
              </Menu.Dropdown>
            </Menu>
            {linkCards && !segment.link && address && (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconLink size={16} />}
                onClick={() => actions.link(segment.id, { url: address })}
              >
                {t("tool.card")}
              </Button>
            )}
            {splittable && measure.level === "over" && (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconScissors size={16} />}
                onClick={() => actions.split(segment.id)}
              >
                {t("tool.split")}
              </Button>
            )}
          </>
        )}
        <span className={classes.toolsEnd}>
          <Counter measure={measure} id={counter} />
        </span>
      </div>
      <MediaStrip
        workspace={workspace}
        segment={segment}
        most={mostMedia}
        locked={locked}
        undescribed={undescribed}
        actions={actions}
        choose={() => actions.library(segment.id)}
        fromUrl={() => actions.fromUrl(segment.id)}
      />
      {segment.link && (
        <LinkBox link={segment.link} locked={locked} change={(link) => actions.link(segment.id, link)} />
      )}
    </section>
  );
}

function Tool({
  label,
  icon: Glyph,
  onClick,
}: {
  label: string;
  icon: typeof IconLink;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size={34} aria-label={label} onClick={onClick}>
        <Glyph size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

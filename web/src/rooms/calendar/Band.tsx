import { ActionIcon } from "@mantine/core";
import { IconNote, IconNotes, IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import classes from "./Band.module.css";
import { type BandItem, layBand } from "./band";
import { useNoteDesk } from "./noteDesk";

interface Props {
  items: readonly BandItem[];
  days: readonly Temporal.PlainDate[];
  today: Temporal.PlainDate;
}

/** What lies over the days of a week: campaigns and notes. */
export function Band({ items, days, today }: Props) {
  const { t } = useTranslation("calendar");
  const laid = layBand(items, days);
  const { add } = useNoteDesk();
  if (laid.length === 0 && !add) return null;
  const fresh = days.find((day) => day.equals(today)) ?? days[0];
  return (
    <div className={classes.band}>
      <span className={classes.corner}>
        {add && fresh ? (
          <ActionIcon
            variant="subtle"
            size={24}
            aria-label={t("note.new")}
            title={t("note.new")}
            onClick={() => add(fresh)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        ) : (
          <IconNotes size={14} aria-hidden="true" />
        )}
      </span>
      <ul className={classes.inner} aria-label={t("band.label")}>
        {laid.map((bar) => (
          <BandMark
            key={bar.id}
            item={bar.item}
            style={{ gridColumn: `${bar.first + 1} / ${bar.last + 2}`, gridRow: bar.lane + 1 }}
          />
        ))}
      </ul>
    </div>
  );
}

export function BandMark({ item, style }: { item: BandItem; style?: React.CSSProperties }) {
  const { t } = useTranslation("calendar");
  const { open } = useNoteDesk();
  const Icon = item.kind === "campaign" ? IconSpeakerphone : IconNote;
  const inside = (
    <>
      <Icon size={14} aria-hidden="true" />
      <span className="pv-sr">{t(`band.${item.kind}`)}</span>
      <span className="pv-el">{item.text}</span>
    </>
  );
  return (
    <li
      className={classes.item}
      data-kind={item.kind}
      title={item.text}
      style={{ ...style, ...(item.colour ? { "--hue": item.colour } : {}) } as React.CSSProperties}
    >
      {item.kind === "note" && open ? (
        <button type="button" className={classes.note} onClick={() => open(item.id)}>
          {inside}
        </button>
      ) : (
        inside
      )}
    </li>
  );
}

import { IconNote, IconNotes, IconSpeakerphone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import classes from "./Band.module.css";
import { type BandItem, layBand } from "./band";

/** What lies over the days of a week: campaigns and notes. */
export function Band({ items, days }: { items: readonly BandItem[]; days: readonly Temporal.PlainDate[] }) {
  const { t } = useTranslation("calendar");
  const laid = layBand(items, days);
  if (laid.length === 0) return null;
  return (
    <div className={classes.band}>
      <span className={classes.corner}>
        <IconNotes size={14} aria-hidden="true" />
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
  const Icon = item.kind === "campaign" ? IconSpeakerphone : IconNote;
  return (
    <li
      className={classes.item}
      data-kind={item.kind}
      title={item.text}
      style={{ ...style, ...(item.colour ? { "--hue": item.colour } : {}) } as React.CSSProperties}
    >
      <Icon size={14} aria-hidden="true" />
      <span className="pv-sr">{t(`band.${item.kind}`)}</span>
      <span className="pv-el">{item.text}</span>
    </li>
  );
}

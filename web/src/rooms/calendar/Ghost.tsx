import { IconAlertTriangle, IconCopy, IconGripVertical } from "@tabler/icons-react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { NetworkBadges } from "@/components/NetworkBadge";
import type { Verdict } from "./drop";
import classes from "./Ghost.module.css";
import { headline, type Planned } from "./plan";
import type { DragState } from "./useDrag";
import { clock, useDayWords } from "./words";

interface Props {
  drag: DragState;
  item: Planned;
  verdict?: Verdict;
}

/** The card under the pointer, and what a drop here would mean. */
export function Ghost({ drag, item, verdict }: Props) {
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const refused = verdict?.refusal !== undefined && verdict.refusal !== "same";
  const time = clock(verdict?.wall ?? item.wall);
  return createPortal(
    <div
      className={classes.ghost}
      style={{ width: Math.max(140, drag.width), transform: `translate(${drag.x}px, ${drag.y}px)` }}
      aria-hidden="true"
    >
      <div className={classes.card} data-refused={refused || undefined}>
        <span className={classes.head}>
          <b>{time}</b>
          <NetworkBadges networks={item.card.networks} />
          {drag.copy ? <IconCopy size={14} /> : <IconGripVertical size={14} />}
        </span>
        <span className={classes.words}>{headline(item.card)}</span>
      </div>
      {verdict && (
        <span className={classes.label} data-refused={refused || undefined}>
          {refused && <IconAlertTriangle size={14} />}
          {refused
            ? t(`drop.${verdict.refusal}`)
            : `${words.short(verdict.wall.toPlainDate())}, ${time}${drag.copy ? ` · ${t("drop.copy")}` : ""}`}
        </span>
      )}
      {verdict && !refused && verdict.reopens && <span className={classes.note}>{t("drop.reopens")}</span>}
      {verdict && !refused && verdict.fit === "gap" && (
        <span className={classes.note}>{t("drop.gap", { time })}</span>
      )}
      {verdict && !refused && verdict.fit === "fold" && (
        <span className={classes.note}>{t("drop.fold", { time })}</span>
      )}
    </div>,
    document.body,
  );
}

import { IconAlertCircle } from "@tabler/icons-react";
import { type KeyboardEvent, memo, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { NetworkBadge, NetworkBadges } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { lookOf } from "@/components/statuses";
import { thumbnail } from "@/queries/media";
import classes from "./PostCard.module.css";
import { headline, type Planned } from "./plan";
import { clock } from "./words";

export interface CardActions {
  open: (id: string) => void;
  edit: (id: string) => void;
  grab: (id: string, event: PointerEvent<HTMLElement>) => void;
  key: (id: string, event: KeyboardEvent<HTMLElement>) => void;
  /** True during the click that ends a drag. */
  swallowClick: () => boolean;
}

interface Props {
  item: Planned;
  actions: CardActions;
  /** line: one line without its hour; two: month; tall: hours. */
  form: "line" | "two" | "tall";
  selected: boolean;
  dragged: boolean;
  /** Room for a thumbnail. */
  wide?: boolean;
  workspace: string;
}

/** A post on the plan. One button: its name says all that colour and icons say. */
export const PostCard = memo(function PostCard(props: Props) {
  const { item, actions, form, selected, dragged, wide, workspace } = props;
  const { t } = useTranslation(["calendar", "common"]);
  const { card } = item;
  const words = headline(card) || t("card.noText");
  const flags = card.flags.map((flag) => t(`flag.${flag}`)).join(" ");
  const time = clock(item.wall);
  const thumb = wide && card.thumb ? thumbnail(workspace, card.thumb, 96) : undefined;
  return (
    <button
      type="button"
      className={classes.card}
      data-card={item.id}
      data-form={form}
      data-look={lookOf(card.status).edge}
      data-status={card.status}
      data-selected={selected || undefined}
      data-dragged={dragged || undefined}
      onPointerDown={(event) => actions.grab(item.id, event)}
      onClick={() => !actions.swallowClick() && actions.open(item.id)}
      onDoubleClick={() => actions.edit(item.id)}
      onKeyDown={(event) => actions.key(item.id, event)}
    >
      <span className={classes.head}>
        {form === "line" ? (
          <>
            <StatusBadge status={card.status} iconOnly />
            <span className="pv-sr">{time}</span>
            {card.networks[0] && <NetworkBadge network={card.networks[0]} />}
            <span className={classes.words}>{words}</span>
          </>
        ) : (
          <>
            <b className={classes.time}>{time}</b>
            <NetworkBadges networks={card.networks} />
          </>
        )}
        {form !== "line" && (
          <span className={classes.marks}>
            {flags && <IconAlertCircle size={14} className={classes.warning} aria-label={flags} />}
            <StatusBadge status={card.status} iconOnly />
          </span>
        )}
      </span>
      {form !== "line" && (
        <span className={classes.body}>
          <span className={classes.words}>{words}</span>
          {thumb && (
            <img className={classes.thumb} src={thumb} alt="" loading="lazy" width={36} height={36} />
          )}
        </span>
      )}
    </button>
  );
});

import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { NetworkBadges } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { thumbnail } from "@/queries/media";
import classes from "./ListView.module.css";
import type { CardActions } from "./PostCard";
import { byDay, headline, type Planned } from "./plan";
import { clock, useDayWords } from "./words";

interface Props {
  days: readonly Temporal.PlainDate[];
  cards: readonly Planned[];
  today: Temporal.PlainDate;
  workspace: string;
  actions: CardActions;
  selected?: string;
  /** Names of pillars and campaigns by id. */
  names: ReadonlyMap<string, string>;
}

/** Four weeks, day after day: only days that hold something. */
export function ListView({ days, cards, today, workspace, actions, selected, names }: Props) {
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const grouped = byDay(cards);
  return (
    <div className={classes.list} data-scroll="">
      {days
        .filter((day) => grouped.has(day.toString()))
        .map((day) => (
          <section key={day.toString()} className={classes.day} aria-label={words.long(day)}>
            <h2 className={classes.name} data-today={day.equals(today) || undefined}>
              {words.long(day)}
              {day.equals(today) && <span> · {t("today")}</span>}
            </h2>
            <ul>
              {grouped.get(day.toString())?.map((item) => (
                <li key={item.id}>
                  <Row
                    item={item}
                    workspace={workspace}
                    actions={actions}
                    selected={selected === item.id}
                    names={names}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

interface RowProps extends Pick<Props, "workspace" | "actions" | "names"> {
  item: Planned;
  selected: boolean;
  /** In a panel: the state is its icon alone. */
  narrow?: boolean;
}

/** One line of a list, on a phone too. */
export function Row({ item, workspace, actions, selected, names, narrow }: RowProps) {
  const { t } = useTranslation("calendar");
  const { card } = item;
  const flags = card.flags.map((flag) => t(`flag.${flag}`)).join(" ");
  const about = [card.pillar, card.campaign].flatMap((id) => names.get(id) ?? []);
  return (
    <button
      type="button"
      className={classes.row}
      data-card={item.id}
      data-selected={selected || undefined}
      onClick={() => actions.open(item.id)}
      onDoubleClick={() => actions.edit(item.id)}
      onKeyDown={(event) => actions.key(item.id, event)}
    >
      <b className={classes.time}>{clock(item.wall)}</b>
      {card.thumb ? (
        <img src={thumbnail(workspace, card.thumb, 96)} alt="" loading="lazy" width={40} height={40} />
      ) : (
        <span className={classes.none} />
      )}
      <span className={classes.text}>
        <span className={classes.title}>{headline(card) || t("card.noText")}</span>
        <span className={classes.about}>
          <NetworkBadges networks={card.networks} />
          <span className="pv-el">{about.join(" · ")}</span>
        </span>
      </span>
      {flags && <IconAlertCircle size={16} className={classes.warning} aria-label={flags} />}
      <StatusBadge status={card.status} iconOnly={narrow} />
    </button>
  );
}

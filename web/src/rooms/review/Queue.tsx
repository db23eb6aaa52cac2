import { useTranslation } from "react-i18next";
import { NetworkBadges } from "@/components/NetworkBadge";
import { useFormat } from "@/i18n/useFormat";
import type { ReviewItem } from "@/queries/governance";
import { thumbnail } from "@/queries/media";
import classes from "./ReviewPage.module.css";

interface Props {
  workspace: string;
  items: readonly ReviewItem[];
  current?: string;
  pick: (id: string) => void;
}

/** What waits, the nearest to leave first. */
export function Queue({ workspace, items, current, pick }: Props) {
  const { t } = useTranslation("review");
  const format = useFormat();
  return (
    <ul className={classes.items}>
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className={classes.item}
            aria-current={item.id === current ? "true" : undefined}
            onClick={() => pick(item.id)}
          >
            {item.thumb ? (
              <img src={thumbnail(workspace, item.thumb, 96)} alt="" width={44} height={44} loading="lazy" />
            ) : (
              <span className={classes.none} />
            )}
            <span className="pv-grow">
              <b className="pv-el">{item.title || item.words || t("noText")}</b>
              <span className={classes.when}>
                <NetworkBadges networks={item.networks} />
                {item.due ? format.near(item.due) : t("undated")}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

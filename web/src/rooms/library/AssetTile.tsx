import { IconAlertCircle, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Asset, thumbnail } from "@/queries/media";
import classes from "./Library.module.css";

export function AssetTile({ asset, onOpen }: { asset: Asset; onOpen: () => void }) {
  const { t } = useTranslation("library");
  const { id } = useWorkspace();
  const format = useFormat();
  const undescribed = !asset.alt;
  return (
    <li className={classes.tile}>
      <button type="button" className={classes.open} onClick={onOpen}>
        <img
          src={thumbnail(id, asset.id, 320)}
          alt={asset.alt || asset.name}
          loading="lazy"
          style={{ objectPosition: `${asset.focalX / 100}% ${asset.focalY / 100}%` }}
        />
        {asset.kind === "video" && (
          <span className={classes.length}>
            <IconPlayerPlayFilled size={10} aria-hidden /> {format.duration(asset.durationMs / 1000)}
          </span>
        )}
        {undescribed && (
          <span className={classes.flag} title={t("noAlt")}>
            <IconAlertCircle size={14} stroke={2} aria-hidden />
          </span>
        )}
        <span className={classes.caption}>
          <span className="pv-el">{asset.name}</span>
          <span className="pv-xs pv-3">
            {asset.uses > 0 ? t("uses", { count: asset.uses }) : t("unused")}
            {undescribed && <span className="pv-sr">, {t("noAlt")}</span>}
          </span>
        </span>
      </button>
    </li>
  );
}

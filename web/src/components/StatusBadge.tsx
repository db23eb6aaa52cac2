import { useTranslation } from "react-i18next";
import classes from "./StatusBadge.module.css";
import { lookOf } from "./statuses";

interface Props {
  status: string;
  /** The icon alone, with the word for screen readers and on hover. */
  iconOnly?: boolean;
}

/** State of a post: colour, icon and word. */
export function StatusBadge({ status, iconOnly }: Props) {
  const { t } = useTranslation();
  const { icon: Mark, color } = lookOf(status);
  const word = t(`status.${status}`);
  if (iconOnly) {
    return (
      <span className={classes.icon} style={{ color }} title={word} data-status={status}>
        <Mark size={16} stroke={1.75} aria-hidden />
        <span className="pv-sr">{word}</span>
      </span>
    );
  }
  return (
    <span className={classes.badge} style={{ "--c": color } as React.CSSProperties} data-status={status}>
      <Mark size={14} stroke={2} aria-hidden />
      {word}
    </span>
  );
}

import { useTranslation } from "react-i18next";
import classes from "./Cards.module.css";

/** The hues of the charts, plus a few; a pillar keeps its own in every theme. */
export const hues = [
  "#2A3BBF",
  "#C07C10",
  "#0B7F78",
  "#A8324A",
  "#4E90C6",
  "#7B3A86",
  "#1F6B4A",
  "#A8470E",
  "#4E5560",
];

export function HuePicker({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (hue: string) => void;
  label: string;
}) {
  const { t } = useTranslation("strategy");
  return (
    <div>
      <p className="pv-s pv-b" id="hue-label">
        {label}
      </p>
      <div className={classes.hues} role="radiogroup" aria-labelledby="hue-label">
        {hues.map((hue, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a native radio cannot be painted with the hue it stands for
          <button
            key={hue}
            type="button"
            role="radio"
            aria-checked={value.toUpperCase() === hue}
            aria-label={t("hue", { n: i + 1 })}
            className={classes.hue}
            onClick={() => onChange(hue)}
          >
            <span style={{ background: hue }} />
          </button>
        ))}
      </div>
    </div>
  );
}

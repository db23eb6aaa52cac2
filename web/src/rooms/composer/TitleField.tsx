import { useTranslation } from "react-i18next";
import { Counter } from "./Counter";
import classes from "./Editor.module.css";
import type { Limited } from "./rules";
import { countTitle } from "./titles";
import { useTyped } from "./useTyped";

interface Props {
  /** Undefined: the channels each have another. */
  value: string | undefined;
  /** The channels that show it. */
  titled: readonly Limited[];
  locked: boolean;
  change: (title: string) => void;
}

/** The headline that some networks show above the text. */
export function TitleField({ value, titled, locked, change }: Props) {
  const { t } = useTranslation("composer");
  const [typed, type] = useTyped(value ?? "", change);
  const names = titled.map(({ name }) => name).join(", ");
  const measure = countTitle(typed.trim(), titled);
  if (locked && typed === "") return null;
  return (
    <div className={classes.title} data-part="title">
      <input
        value={typed}
        readOnly={locked}
        aria-label={t("headline.label", { names })}
        aria-describedby="composer-headline"
        aria-invalid={measure.level === "over" || undefined}
        placeholder={value === undefined ? t("headline.several") : t("headline.label", { names })}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing)
            return;
          event.preventDefault();
          event.currentTarget.closest("[role=tabpanel]")?.querySelector("textarea")?.focus();
        }}
      />
      <span hidden={typed === ""}>
        <Counter measure={measure} id="composer-headline" />
      </span>
    </div>
  );
}

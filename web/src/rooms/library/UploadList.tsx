import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Meter } from "@/components/Meter";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import classes from "./Library.module.css";
import type { Sending } from "./useUploads";

/** Files on their way: a bar each, a way to cancel, the reason of a refusal. */
export function UploadList({
  sendings,
  onForget,
}: {
  sendings: readonly Sending[];
  onForget: (key: number) => void;
}) {
  const { t } = useTranslation("library");
  const format = useFormat();
  const { say } = useProblem();
  if (sendings.length === 0) {
    return null;
  }
  return (
    <ul className={`pv-panel ${classes.uploads}`} aria-live="polite">
      {sendings.map((one) => (
        <li key={one.key}>
          <span className="pv-el">
            <strong>{one.name}</strong> <span className="pv-3">{format.bytes(one.size)}</span>
          </span>
          {one.error ? (
            <span />
          ) : (
            <Meter value={one.part} label={t("sent", { part: format.percent(one.part) })} />
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => onForget(one.key)}>
            {t(one.error || one.done ? "common:close" : "common:cancel")}
          </Button>
          {one.known && <p className={`${classes.wide} pv-3`}>{t("known")}</p>}
          {Boolean(one.error) && (
            <p className={`${classes.wide} pv-red`} role="alert">
              {say(one.error)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

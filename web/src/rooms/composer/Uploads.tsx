import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import classes from "./Uploads.module.css";
import type { Upload } from "./useUploads";

interface Props {
  uploads: readonly Upload[];
  retry: (upload: Upload) => void;
  drop: (id: number) => void;
}

/** Files on their way, each with its bar and a way to stop it; a refused one with its reason. */
export function Uploads({ uploads, retry, drop }: Props) {
  const { t } = useTranslation("composer");
  const format = useFormat();
  const { say } = useProblem();
  if (uploads.length === 0) return null;
  return (
    <ul className={classes.uploads} aria-label={t("uploads.label")}>
      {uploads.map((one) => (
        <li key={one.id} data-failed={one.error !== undefined || undefined}>
          <span className={classes.about}>
            <b className="pv-el">{one.file.name || t("uploads.unnamed")}</b>
            <span className={classes.figures}>
              {one.error === undefined && one.part > 0 && `${format.percent(one.part)} · `}
              {format.bytes(one.file.size)}
            </span>
          </span>
          {one.error === undefined ? (
            <Progress
              className={classes.bar}
              value={Math.max(one.part * 100, 4)}
              animated
              size="xs"
              aria-label={t("uploads.sent", { name: one.file.name, part: format.percent(one.part) })}
            />
          ) : (
            <span className={classes.reason} role="alert">
              {say(one.error)}
            </span>
          )}
          <span className={classes.acts}>
            {one.error !== undefined && one.again && (
              <Button variant="default" size="compact-sm" onClick={() => retry(one)}>
                {t("common:retry")}
              </Button>
            )}
            <Button variant="subtle" size="compact-sm" onClick={() => drop(one.id)}>
              {t(one.error === undefined ? "common:cancel" : "common:close")}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

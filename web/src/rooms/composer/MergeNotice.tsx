import { Button, CloseButton } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Draft } from "@/queries/editorial";
import classes from "./Composer.module.css";
import type { MergeNotice as Notice } from "./useComposer";

interface Props {
  notice: Notice;
  dismiss: () => void;
  apply: (change: (draft: Draft) => Draft, key: string) => void;
}

/** Somebody else saved while we wrote: what came in, and their words where both wrote at one place. */
export function MergeNotice({ notice, dismiss, apply }: Props) {
  const { t } = useTranslation("composer");
  const texts = notice.clashes.filter(
    (clash) => typeof clash.theirs === "string" && clash.path.endsWith(".text"),
  );
  return (
    <div className={classes.notice} role="status">
      <IconGitMerge size={16} aria-hidden="true" />
      <div className="pv-grow">
        <p>
          {t("merge.joined")}
          {notice.overlaps.length > 0 && ` ${t("merge.both", { count: notice.overlaps.length })}`}
        </p>
        {texts.map((clash) => (
          <div key={clash.path} className={classes.theirs}>
            <blockquote>{String(clash.theirs)}</blockquote>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                apply((draft) => write(draft, clash.path, clash.theirs), "merge");
                dismiss();
              }}
            >
              {t("merge.take")}
            </Button>
          </div>
        ))}
      </div>
      <CloseButton size="sm" aria-label={t("common:close")} onClick={dismiss} />
    </div>
  );
}

/** Writes a value at a dotted path, sharing everything it does not touch. */
function write<T>(value: T, path: string, put: unknown): T {
  const [key = "", ...rest] = path.split(".");
  const into = Array.isArray(value) ? [...value] : { ...value };
  const child = (into as Record<string, unknown>)[key];
  (into as Record<string, unknown>)[key] = rest.length === 0 ? put : write(child, rest.join("."), put);
  return into as T;
}

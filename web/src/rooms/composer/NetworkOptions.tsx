import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Editor.module.css";
import type { Limited } from "./rules";

// Few networks declare options: their form comes only with one.
const NetworkForm = lazy(() =>
  import("../channels/NetworkForm").then((room) => ({ default: room.NetworkForm })),
);

interface Props {
  channel: Limited;
  value: Record<string, string>;
  locked: boolean;
  change: (options: Record<string, string>) => void;
}

/** What one network lets a post say of itself, as the network declares it. */
export function NetworkOptions({ channel, value, locked, change }: Props) {
  const { t } = useTranslation("composer");
  const fields = channel.limits.options ?? [];
  if (fields.length === 0) return null;
  return (
    <fieldset className={classes.options} disabled={locked}>
      <legend>{t("networkOptions", { name: channel.name })}</legend>
      <Suspense>
        <NetworkForm network={channel.network} fields={fields} value={value} onChange={change} errors={{}} />
      </Suspense>
    </fieldset>
  );
}

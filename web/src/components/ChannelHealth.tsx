import { useTranslation } from "react-i18next";
import classes from "./ChannelHealth.module.css";

export type Health = "ok" | "expiring" | "reconnect" | "down";

/** What each health looks like: down is as urgent as reconnect. */
const shapes: Record<Health, "ok" | "renew" | "reconnect"> = {
  ok: "ok",
  expiring: "renew",
  reconnect: "reconnect",
  down: "reconnect",
};

/** Health of an account: three shapes as well as three colours. With no children the word is for screen readers. */
export function ChannelHealth({ health, children }: { health: Health; children?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <span className={classes.health} data-health={shapes[health] ?? "ok"}>
      <span className={classes.dot} title={children ? undefined : t(`health.${health}`)} />
      {children ? <span>{children}</span> : <span className="pv-sr">{t(`health.${health}`)}</span>}
    </span>
  );
}

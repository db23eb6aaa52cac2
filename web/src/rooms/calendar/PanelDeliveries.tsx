import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { NetworkBadge } from "@/components/NetworkBadge";
import { StatusBadge } from "@/components/StatusBadge";
import { useProblem } from "@/i18n/useProblem";
import type { Channel } from "@/queries/channels";
import { postDeliveriesQuery, type Reason } from "@/queries/deliveries";
import type { Post } from "@/queries/editorial";
import classes from "./Panel.module.css";

/** The status of a card that says the same as a delivery's state. */
const statusOf: Record<string, string> = {
  claimed: "publishing",
  sending: "publishing",
  pending: "publishing",
  unknown: "publishing",
};

interface Props {
  workspace: string;
  post: Post;
  channels: readonly Channel[];
}

/** What became of the post on each channel, with the way to see it there. */
export function PanelDeliveries({ workspace, post, channels }: Props) {
  const { t } = useTranslation("calendar");
  const { say } = useProblem();
  const deliveries = useQuery({
    ...postDeliveriesQuery(workspace, post.id),
    enabled: post.committed || post.status !== "draft",
  });
  const shown = deliveries.data?.filter((one) => one.state !== "cancelled") ?? [];
  if (shown.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="panel-deliveries">
      <h3 id="panel-deliveries">{t("panel.deliveries")}</h3>
      <ul className={classes.rows}>
        {shown.map((one) => {
          const name = channels.find((channel) => channel.id === one.channelId)?.name ?? one.network;
          return (
            <li key={one.id} className={classes.delivery}>
              <NetworkBadge network={one.network} decorative />
              <span className="pv-grow">
                <span className="pv-el">{name}</span>
                {one.reason && <span className="pv-xs pv-2">{say(asProblem(one.reason))}</span>}
              </span>
              {one.permalink ? (
                <a href={one.permalink} target="_blank" rel="noreferrer" className="pv-row">
                  {t("panel.see")}
                  <IconExternalLink size={14} aria-hidden="true" />
                </a>
              ) : (
                <StatusBadge status={statusOf[one.state] ?? one.state} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function asProblem(reason: Reason): Problem {
  return new Problem({ status: 0, code: reason.code, detail: reason.message, args: reason.args });
}

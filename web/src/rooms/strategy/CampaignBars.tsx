import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import type { Campaign } from "@/queries/strategy";
import classes from "./Bars.module.css";
import { elapsedPart } from "./figures";
import { todayIn } from "./quarter";

interface Props {
  campaigns: readonly Campaign[];
  from: string;
  to: string;
}

/** Campaigns as spans over a period, with today. */
export function CampaignBars({ campaigns, from, to }: Props) {
  const { t } = useTranslation("strategy");
  const { path, zone } = useWorkspace();
  const format = useFormat();
  const now = elapsedPart(from, to, todayIn(zone));
  const noon = (day: string) => `${day}T12:00:00Z`;
  const shown = campaigns.filter((c) => !c.starts || !c.ends || (c.starts <= to && c.ends >= from));
  return (
    <ul className={classes.bars}>
      {shown.map((campaign) => {
        const left = campaign.starts ? elapsedPart(from, to, campaign.starts) : 0;
        const right = campaign.ends ? elapsedPart(from, to, campaign.ends) : 1;
        const dated = campaign.starts && campaign.ends;
        return (
          <li key={campaign.id} className={classes.campaign}>
            <Link to={path("strategy", "campaigns")} className="pv-el">
              {campaign.name}
            </Link>
            <span
              className={classes.track}
              title={
                dated ? format.range(noon(campaign.starts), noon(campaign.ends)) : t("campaigns.noDates")
              }
            >
              {dated && (
                <span
                  className={classes.span}
                  style={{
                    left: `${left * 100}%`,
                    width: `${(right - left) * 100}%`,
                    background: campaign.colour || "var(--pv-c1)",
                  }}
                />
              )}
              <span className={classes.now} style={{ left: `${now * 100}%` }} />
              <span className="pv-sr">
                {dated ? format.range(noon(campaign.starts), noon(campaign.ends)) : t("campaigns.noDates")}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/PageHeader";
import { TabLinks } from "@/components/TabLinks";
import { useWorkspace } from "@/frame/workspace";
import { audiencesQuery, campaignsQuery, objectivesQuery } from "@/queries/strategy";

/** The header that all strategy pages share. */
export function StrategyPage({
  children,
  actions,
}: {
  children: React.ReactNode;
  actions?: React.ReactNode;
}) {
  const { t } = useTranslation("strategy");
  const { id, path } = useWorkspace();
  const { data: objectives } = useQuery(objectivesQuery(id));
  const { data: audiences } = useQuery(audiencesQuery(id));
  const { data: campaigns } = useQuery(campaignsQuery(id));
  const tabs = [
    { to: path("strategy"), label: t("tabs.overview") },
    { to: path("strategy", "objectives"), label: t("tabs.objectives"), count: objectives?.length },
    { to: path("strategy", "audiences"), label: t("tabs.audiences"), count: audiences?.length },
    { to: path("strategy", "line"), label: t("tabs.line") },
    { to: path("strategy", "campaigns"), label: t("tabs.campaigns"), count: campaigns?.length },
    { to: path("strategy", "platform"), label: t("tabs.platform") },
  ];
  return (
    <>
      <PageHeader title={t("title")} actions={actions} tabs={<TabLinks label={t("title")} tabs={tabs} />} />
      <div className="pv-page">{children}</div>
    </>
  );
}

import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/PageHeader";
import { TabLinks } from "@/components/TabLinks";
import { useWorkspace } from "@/frame/workspace";

const tabs = [
  { id: "workspace" },
  { id: "members", permission: "member.read" },
  { id: "security" },
  { id: "notifications" },
  { id: "approval", permission: "post.read" },
  { id: "page", permission: "site.manage" },
  { id: "tokens", permission: "token.manage" },
  { id: "audit", permission: "audit.read" },
] as const;

/** The header that all settings share. */
export function SettingsPage({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation("settings");
  const { path, may } = useWorkspace();
  const shown = tabs.filter((tab) => !("permission" in tab) || may(tab.permission));
  return (
    <>
      <PageHeader
        title={t("title")}
        tabs={
          <TabLinks
            label={t("title")}
            tabs={shown.map((tab) => ({
              to: tab.id === "workspace" ? path("settings") : path("settings", tab.id),
              label: t(`tabs.${tab.id}`),
            }))}
          />
        }
      />
      <div className="pv-page" style={{ maxWidth: 1080 }}>
        {children}
      </div>
    </>
  );
}

import { Menu } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Language, languages, setLanguage } from "@/i18n/i18n";
import { useSignOut } from "@/queries/identity";
import { useScheme } from "./scheme";
import { useWorkspace } from "./workspace";

const schemes = [
  { id: "auto", icon: IconDeviceDesktop },
  { id: "light", icon: IconSun },
  { id: "dark", icon: IconMoon },
] as const;

/** What is in the menu of the person. */
export default function MeMenuItems() {
  const { t, i18n } = useTranslation();
  const { me, path } = useWorkspace();
  const { scheme, set } = useScheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <>
      <Menu.Label>{me.email}</Menu.Label>
      <Menu.Item
        leftSection={<IconUserCircle size={16} stroke={1.75} />}
        onClick={() => navigate({ to: path("settings", "security") })}
      >
        {t("frame.myAccount")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{t("frame.theme")}</Menu.Label>
      {schemes.map(({ id, icon: Mark }) => (
        <Menu.Item
          key={id}
          closeMenuOnClick={false}
          leftSection={<Mark size={16} stroke={1.75} />}
          rightSection={scheme === id ? <IconCheck size={14} aria-label={t("frame.current")} /> : null}
          onClick={() => set(id)}
        >
          {t(`frame.themes.${id}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t("frame.language")}</Menu.Label>
      {languages.map((language: Language) => (
        <Menu.Item
          key={language}
          lang={language}
          leftSection={<IconLanguage size={16} stroke={1.75} />}
          rightSection={
            i18n.resolvedLanguage === language ? (
              <IconCheck size={14} aria-label={t("frame.current")} />
            ) : null
          }
          onClick={() => setLanguage(language)}
        >
          {language === "fr" ? "Français" : "English"}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconLogout size={16} stroke={1.75} />}
        onClick={() => signOut.mutate(undefined, { onSettled: () => navigate({ to: "/sign-in" }) })}
      >
        {t("frame.signOut")}
      </Menu.Item>
    </>
  );
}

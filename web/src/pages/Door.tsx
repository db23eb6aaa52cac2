import { UnstyledButton } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/Logo";
import { useScheme } from "@/frame/scheme";
import { setLanguage } from "@/i18n/i18n";
import { Arcade } from "./Arcade";
import classes from "./Door.module.css";

interface Props {
  title: string;
  children: React.ReactNode;
  /** A sentence at the bottom. */
  foot?: React.ReactNode;
  /** Under the title. */
  says?: React.ReactNode;
  wide?: boolean;
}

/** The pages before one is in: the arcade on the left, one short form on the right. */
export function Door({ title, says, children, foot, wide }: Props) {
  const { t, i18n } = useTranslation("door");
  const { scheme, set } = useScheme();
  const dark = scheme === "dark";
  const other = i18n.resolvedLanguage === "fr" ? "en" : "fr";
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  return (
    <div className={classes.door}>
      <div className={classes.picture}>
        <Arcade className={classes.arcade} />
      </div>
      <main className={classes.side}>
        <div className={classes.tools}>
          <UnstyledButton className={classes.tool} lang={other} onClick={() => setLanguage(other)}>
            {other === "fr" ? "Français" : "English"}
          </UnstyledButton>
          <UnstyledButton
            className={classes.tool}
            aria-label={t(dark ? "light" : "dark")}
            onClick={() => set(dark ? "light" : "dark")}
          >
            {dark ? <IconSun size={18} stroke={1.5} /> : <IconMoon size={18} stroke={1.5} />}
          </UnstyledButton>
        </div>
        <div className={classes.form} data-wide={wide || undefined}>
          <p className={classes.brand}>
            <Logo size={26} /> Parvis
          </p>
          <h1 className={classes.title}>{title}</h1>
          {says && <p className={classes.says}>{says}</p>}
          {children}
          {foot && <p className={classes.foot}>{foot}</p>}
        </div>
      </main>
    </div>
  );
}

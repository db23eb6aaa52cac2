import { UnstyledButton } from "@mantine/core";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { LateMenu } from "@/components/Late";
import { MemberAvatar } from "@/components/MemberAvatar";
import classes from "./MeMenu.module.css";
import { useWorkspace } from "./workspace";

const MeMenuItems = lazy(() => import("./MeMenuItems"));

/** The person: their account, the theme, the language, the way out. */
export function MeMenu({ slim }: { slim: boolean }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const name = me.seeAs?.name ?? me.name;
  return (
    <LateMenu
      options={{ position: "top-start", width: 230 }}
      target={
        <UnstyledButton
          className={classes.target}
          data-slim={slim || undefined}
          aria-label={t("frame.account", { name })}
        >
          <MemberAvatar name={name} />
          {!slim && <span className="pv-el">{name}</span>}
        </UnstyledButton>
      }
    >
      <MeMenuItems />
    </LateMenu>
  );
}

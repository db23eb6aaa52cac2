import { UnstyledButton } from "@mantine/core";
import { IconSelector } from "@tabler/icons-react";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { LateMenu } from "@/components/Late";
import { MemberAvatar } from "@/components/MemberAvatar";
import classes from "./WorkspaceSwitcher.module.css";
import { useWorkspace } from "./workspace";

const WorkspaceChoices = lazy(() => import("./WorkspaceChoices"));

/** The brand one works for, and the others one may enter. */
export function WorkspaceSwitcher({ slim }: { slim: boolean }) {
  const { t } = useTranslation();
  const { name } = useWorkspace();
  return (
    <LateMenu
      options={{ position: "bottom-start", width: 240 }}
      target={
        <UnstyledButton
          className={classes.target}
          data-slim={slim || undefined}
          aria-label={t("frame.workspace", { name })}
        >
          <WorkspaceLogo name={name} />
          {!slim && <span className={classes.name}>{name}</span>}
          {!slim && <IconSelector size={14} stroke={2} className="pv-3" aria-hidden />}
        </UnstyledButton>
      }
    >
      <WorkspaceChoices />
    </LateMenu>
  );
}

/** A brand by its first letter, square, so that it is never taken for a person. */
export function WorkspaceLogo({ name }: { name: string }) {
  return (
    <span className={classes.logo}>
      <MemberAvatar name={name} size={26} />
    </span>
  );
}

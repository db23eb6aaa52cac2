import { Menu, TextInput, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MemberAvatar } from "@/components/MemberAvatar";
import classes from "./WorkspaceSwitcher.module.css";
import { useWorkspace } from "./workspace";

const searchFrom = 6;

/** The brand one works for, and the others one may enter. */
export function WorkspaceSwitcher({ slim }: { slim: boolean }) {
  const { t } = useTranslation();
  const { id, name, me } = useWorkspace();
  const [wanted, setWanted] = useState("");
  const navigate = useNavigate();
  const found = me.workspaces.filter((w) => fold(w.name).includes(fold(wanted)));
  return (
    <Menu position="bottom-start" width={240} onClose={() => setWanted("")}>
      <Menu.Target>
        <UnstyledButton
          className={classes.target}
          data-slim={slim || undefined}
          aria-label={t("frame.workspace", { name })}
        >
          <WorkspaceLogo name={name} />
          {!slim && <span className={classes.name}>{name}</span>}
          {!slim && <IconSelector size={14} stroke={2} className="pv-3" aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("frame.workspaces")}</Menu.Label>
        {me.workspaces.length >= searchFrom && (
          <TextInput
            size="xs"
            m={4}
            value={wanted}
            onChange={(e) => setWanted(e.currentTarget.value)}
            aria-label={t("frame.findWorkspace")}
            placeholder={t("frame.findWorkspace")}
          />
        )}
        {found.map((w) => (
          <Menu.Item
            key={w.id}
            leftSection={<WorkspaceLogo name={w.name} />}
            rightSection={w.id === id ? <IconCheck size={14} aria-label={t("frame.current")} /> : null}
            onClick={() => navigate({ to: `/w/${w.id}/today` })}
          >
            {w.name}
            <span className="pv-xs pv-3" style={{ display: "block" }}>
              {t(`roles.${w.role}`)}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
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

/** Case and accents do not count when one looks for a name. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

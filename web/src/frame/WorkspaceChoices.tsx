import { Menu, TextInput } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WorkspaceLogo } from "./WorkspaceSwitcher";
import { useWorkspace } from "./workspace";

const searchFrom = 6;

/** The brands one may enter; the switcher makes it anew each time it opens. */
export default function WorkspaceChoices() {
  const { t } = useTranslation();
  const { id, me } = useWorkspace();
  const [wanted, setWanted] = useState("");
  const navigate = useNavigate();
  const found = me.workspaces.filter((w) => fold(w.name).includes(fold(wanted)));
  return (
    <>
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
    </>
  );
}

/** Case and accents do not count when one looks for a name. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

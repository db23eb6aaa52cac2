import { Button } from "@mantine/core";
import { IconPencilPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "./workspace";

/** Compose, always at hand in the header of a page. The phone has it in its tab bar. */
export function ComposeButton() {
  const { t } = useTranslation();
  const { path, may } = useWorkspace();
  if (!may("post.write")) {
    return null;
  }
  return (
    <Button
      component={Link}
      to={path("compose")}
      visibleFrom="sm"
      leftSection={<IconPencilPlus size={16} stroke={1.75} aria-hidden />}
    >
      {t("rooms.compose")}
    </Button>
  );
}

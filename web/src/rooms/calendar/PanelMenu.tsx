import { Menu } from "@mantine/core";
import { IconArrowsMove, IconCalendarOff, IconTrash, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/frame/workspace";
import type { Post } from "@/queries/editorial";
import { mayMove as movable } from "./drop";
import type { usePostActions } from "./usePostActions";

interface Props {
  post: Post;
  actions: ReturnType<typeof usePostActions>;
  move?: (id: string) => void;
  close: () => void;
}

/** What else may be done with a post. */
export default function PanelMenu({ post, actions, move, close }: Props) {
  const { t } = useTranslation("calendar");
  const schedules = useWorkspace().may("post.schedule");
  const stays = !movable(post.status);
  return (
    <>
      {move && schedules && (
        <Menu.Item leftSection={<IconArrowsMove size={16} />} onClick={() => move(post.id)}>
          {t(stays ? "panel.copy" : "panel.move")}
        </Menu.Item>
      )}
      {schedules && post.committed && !stays && (
        <Menu.Item leftSection={<IconCalendarOff size={16} />} onClick={() => actions.unschedule(post)}>
          {t("panel.unschedule")}
        </Menu.Item>
      )}
      {schedules && !stays && (
        <Menu.Item leftSection={<IconX size={16} />} onClick={() => actions.cancel(post)}>
          {t("panel.cancel")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconTrash size={16} />}
        disabled={stays && post.status !== "cancelled"}
        onClick={() => actions.bin(post).then((done) => done && close())}
      >
        {t("panel.bin")}
      </Menu.Item>
    </>
  );
}

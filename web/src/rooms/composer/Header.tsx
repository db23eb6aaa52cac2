import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconHistory,
  IconX,
} from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { MemberAvatar } from "@/components/MemberAvatar";
import { StatusBadge } from "@/components/StatusBadge";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { usePeople } from "../review/usePeople";
import classes from "./Composer.module.css";
import type { Composer, SaveState } from "./useComposer";
import { usePresence } from "./usePresence";

interface Props {
  composer: Composer;
  close: () => void;
  history: () => void;
  me: string;
}

/** The head of the composer: what it is, whether it is kept, who else is here. */
export function Header({ composer, close, history, me }: Props) {
  const { t } = useTranslation("composer");
  const workspace = useWorkspace();
  const nameOf = usePeople(workspace.id);
  const { draft, post } = composer;
  const others = usePresence(workspace.id, post?.id, me, "");
  const words = draft.segments[0]?.text.trim().split("\n")[0] ?? "";
  const title = draft.title || words || t("untitled");
  useEffect(() => {
    document.title = `${title} · Parvis`;
  }, [title]);
  const tool = (Glyph: typeof IconX, label: string, onClick: () => void, disabled = false) => (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size={34} aria-label={label} disabled={disabled} onClick={onClick}>
        <Glyph size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <header className={classes.header}>
      <h1 className={classes.title} tabIndex={-1} data-page-title title={title}>
        {title}
      </h1>
      <StatusBadge status={post?.status ?? draft.state} />
      <Saved state={composer.state} retry={() => composer.flush().catch(() => undefined)} />
      <div className={classes.tools}>
        {others.length > 0 && (
          <span className={classes.others} role="status">
            {others.slice(0, 3).map((user) => (
              <MemberAvatar key={user} name={nameOf(user)} size={24} />
            ))}
            <span className={classes.othersWords}>
              {t("presence", { count: others.length, name: nameOf(others[0] ?? "") })}
            </span>
          </span>
        )}
        {tool(IconArrowBackUp, t("undo"), composer.undo, !composer.canUndo)}
        {tool(IconArrowForwardUp, t("redo"), composer.redo, !composer.canRedo)}
        {post && tool(IconHistory, t("history.title"), history)}
        {tool(IconX, t("close"), close)}
      </div>
    </header>
  );
}

function Saved({ state, retry }: { state: SaveState; retry: () => void }) {
  const { t } = useTranslation("composer");
  const { say } = useProblem();
  const format = useFormat();
  if (state.kind === "failed") {
    return (
      <button type="button" className={classes.unsaved} onClick={retry}>
        <IconCloudOff size={16} aria-hidden="true" />
        <span>
          <span role="alert">{t("saved.failed")}</span>{" "}
          <span className={classes.savedWords}>{say(state.error)}</span>
        </span>
      </button>
    );
  }
  const Glyph = state.kind === "clean" ? IconCloudCheck : IconCloudUp;
  const words =
    state.kind === "clean"
      ? state.at && t("saved.at", { time: format.time(state.at) })
      : t(state.kind === "saving" ? "saved.now" : "saved.soon");
  if (!words) return null;
  return (
    <span className={classes.saved} role="status">
      <Glyph size={16} aria-hidden="true" />
      <span className={classes.savedWords}>{words}</span>
    </span>
  );
}

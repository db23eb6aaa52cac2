import { ActionIcon } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Kbd, modKey } from "@/components/Kbd";
import { Logo } from "@/components/Logo";
import { MeMenu } from "./MeMenu";
import { NotificationsButton } from "./Notifications";
import classes from "./Rail.module.css";
import { footRooms, type Room, rooms } from "./rooms";
import { WorkspaceSwitcher } from "./WorkspaceSwitcher";
import { useWorkspace } from "./workspace";

interface Props {
  slim: boolean;
  onToggle: () => void;
  onSearch: () => void;
  /** Numbers beside a room: what waits there for this person. */
  counts: Record<string, number>;
}

/** The left rail: where one is, where one may go. */
export function Rail({ slim, onToggle, onSearch, counts }: Props) {
  const { t } = useTranslation();
  const { may } = useWorkspace();
  const Toggle = slim ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const toggleName = t(slim ? "frame.openRail" : "frame.closeRail");
  return (
    <aside className={classes.rail} data-slim={slim || undefined}>
      <div className={classes.brand}>
        <Logo />
        {!slim && <span className="pv-grow">Parvis</span>}
        <ActionIcon
          onClick={onToggle}
          aria-label={toggleName}
          title={toggleName}
          aria-expanded={!slim}
          className={classes.toggle}
        >
          <Toggle size={18} stroke={1.5} />
        </ActionIcon>
      </div>
      <WorkspaceSwitcher slim={slim} />
      <nav className={classes.nav} aria-label={t("frame.rooms")}>
        <button
          type="button"
          className={classes.item}
          onClick={onSearch}
          title={slim ? t("search.open") : undefined}
        >
          <IconSearch size={18} stroke={1.5} aria-hidden />
          <span className={classes.word}>{t("search.open")}</span>
          <span className={classes.keys} aria-hidden>
            <Kbd>{modKey} K</Kbd>
          </span>
        </button>
        {rooms
          .filter((room) => !room.permission || may(room.permission))
          .map((room) => (
            <RailLink key={room.id} room={room} slim={slim} count={counts[room.id]} />
          ))}
      </nav>
      <nav className={classes.foot} aria-label={t("frame.foot")}>
        {footRooms.map((room) => (
          <RailLink key={room.id} room={room} slim={slim} />
        ))}
        <div className={classes.me}>
          <MeMenu slim={slim} />
          <NotificationsButton />
        </div>
      </nav>
    </aside>
  );
}

function RailLink({ room, slim, count }: { room: Room; slim: boolean; count?: number }) {
  const { t } = useTranslation();
  const { path } = useWorkspace();
  const word = t(`rooms.${room.id}`);
  return (
    <Link to={path(room.id)} className={classes.item} title={slim ? word : undefined}>
      <room.icon size={18} stroke={1.5} aria-hidden />
      <span className={classes.word}>{word}</span>
      {count ? (
        <span className={classes.count}>
          {count}
          <span className="pv-sr"> {t("frame.waiting")}</span>
        </span>
      ) : null}
    </Link>
  );
}

import { type Icon, IconCalendar, IconEye, IconMenu2, IconPlus, IconSun } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SidePanel } from "@/components/Dialog";
import { MeMenu } from "./MeMenu";
import { NotificationsButton } from "./Notifications";
import { footRooms, rooms } from "./rooms";
import classes from "./TabBar.module.css";
import { WorkspaceSwitcher } from "./WorkspaceSwitcher";
import { useWorkspace } from "./workspace";

interface Props {
  counts: Record<string, number>;
  onSearch: () => void;
}

/** The bar of a phone: four rooms and Compose in the middle; “More” opens the others. */
export function TabBar({ counts, onSearch }: Props) {
  const { t } = useTranslation();
  const { path, may } = useWorkspace();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <nav className={classes.bar} aria-label={t("frame.rooms")}>
        <Tab id="today" icon={IconSun} count={counts.today} />
        <Tab id="review" icon={IconEye} count={counts.review} />
        {may("post.write") && (
          <Link to={path("compose")} className={classes.compose} aria-label={t("rooms.compose")}>
            <IconPlus size={24} stroke={2} aria-hidden />
          </Link>
        )}
        <Tab id="calendar" icon={IconCalendar} />
        <button type="button" className={classes.tab} onClick={() => setOpen(true)} aria-haspopup="dialog">
          <IconMenu2 size={20} stroke={1.6} aria-hidden />
          {t("frame.more")}
        </button>
      </nav>
      <SidePanel opened={open} onClose={close} title={t("frame.more")} size={320}>
        <WorkspaceSwitcher slim={false} />
        <ul className={classes.more}>
          <li>
            <button
              type="button"
              className={classes.entry}
              onClick={() => {
                close();
                onSearch();
              }}
            >
              {t("search.open")}
            </button>
          </li>
          {[...rooms, ...footRooms]
            .filter((room) => !room.permission || may(room.permission))
            .map((room) => (
              <li key={room.id}>
                <Link to={path(room.id)} className={classes.entry} onClick={close}>
                  <room.icon size={20} stroke={1.6} aria-hidden />
                  {t(`rooms.${room.id}`)}
                </Link>
              </li>
            ))}
        </ul>
        <div className="pv-row">
          <MeMenu slim={false} />
          <NotificationsButton />
        </div>
      </SidePanel>
    </>
  );
}

function Tab({ id, icon: Mark, count }: { id: string; icon: Icon; count?: number }) {
  const { t } = useTranslation();
  const { path } = useWorkspace();
  return (
    <Link to={path(id)} className={classes.tab}>
      <Mark size={20} stroke={1.6} aria-hidden />
      {t(`rooms.${id}`)}
      {count ? <span className={classes.count}>{count}</span> : null}
    </Link>
  );
}

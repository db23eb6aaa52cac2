import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useChanges } from "@/api/changes";
import { Toasts } from "@/components/UndoToast";
import { ZoneContext } from "@/i18n/useFormat";
import { notificationsQuery } from "@/queries/notify";
import classes from "./Frame.module.css";
import { Rail } from "./Rail";
import { SampleBanner } from "./SampleBanner";
import { TabBar } from "./TabBar";
import { rememberWorkspace, useWorkspace } from "./workspace";

const SearchPalette = lazy(() => import("./SearchPalette"));

/** What surrounds every page of a workspace: rail or tab bar, banners, search, toasts, live updates. */
export function Frame() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [slim, setSlim] = useLocalStorage({
    key: "parvis-rail-slim",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [searching, setSearching] = useState(false);
  const live = useChanges(workspace.id);
  const counts = useCounts(workspace.id);
  const main = useRef<HTMLElement>(null);
  useFocusOnNavigation(main);
  useSearchKey(() => setSearching((open) => !open));
  useEffect(() => rememberWorkspace(workspace.id), [workspace.id]);

  return (
    <ZoneContext.Provider value={workspace.zone}>
      <a href="#main" className={classes.skip}>
        {t("frame.skip")}
      </a>
      <div className={classes.frame} data-slim={slim || undefined}>
        {!phone && (
          <Rail
            slim={slim}
            onToggle={() => setSlim(!slim)}
            onSearch={() => setSearching(true)}
            counts={counts}
          />
        )}
        <div className={classes.body}>
          {workspace.sample && <SampleBanner />}
          {!live && (
            <p className={classes.offline} role="status">
              {t("frame.offline")}
            </p>
          )}
          <main id="main" ref={main} tabIndex={-1} className={classes.main}>
            <Outlet />
          </main>
        </div>
        {phone && <TabBar counts={counts} onSearch={() => setSearching(true)} />}
      </div>
      {searching && (
        <Suspense>
          <SearchPalette onClose={() => setSearching(false)} />
        </Suspense>
      )}
      <Toasts />
    </ZoneContext.Provider>
  );
}

/** What waits in a room, as told by the unread notifications that lead there. */
function useCounts(ws: string): Record<string, number> {
  const { data } = useQuery(notificationsQuery(ws));
  const waiting = data?.items.filter((n) => n.kind === "to_approve" && !n.readAt).length ?? 0;
  return { review: waiting };
}

/**
 * A new page puts the focus on its main part, so that a screen reader starts
 * there. A page whose address alone changes keeps it: the first save of a new
 * post must not take the caret from who is writing it.
 */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>) {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}

function useSearchKey(toggle: () => void) {
  const act = useRef(toggle);
  act.current = toggle;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        act.current();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { asProblem } from "@/api/problem";
import { Frame } from "@/frame/Frame";
import { homeOf } from "@/frame/workspace";
import { words } from "@/i18n/i18n";
import { type Me, meQuery } from "@/queries/identity";
import { PageError, PageMissing, PageWaiting } from "./pages/PageStates";

/** What loaders may use. */
interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: PageMissing });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await signedIn(context.client);
    const workspace = homeOf(me);
    if (workspace) {
      throw redirect({ to: `/w/${workspace.id}/today`, replace: true });
    }
    // The owner of a removed sample has no account yet: the first-start form makes one, without a link.
    throw redirect({ to: me.email ? "/new-workspace" : "/start", replace: true });
  },
});

// Pages without an account, or before a workspace.
const door = (path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load),
    loader: words("door"),
  });

const doors = [
  door("/sign-in", () => import("./pages/SignIn")),
  door("/start", () => import("./pages/FirstRun")),
  door("/enter", () => import("./pages/EnterLink")),
  door("/invitation", () => import("./pages/Invitation")),
  door("/reset-password", () => import("./pages/PasswordReset")),
  door("/new-workspace", () => import("./pages/NewWorkspace")),
];

const inWorkspace = createRoute({
  getParentRoute: () => root,
  path: "/w/$workspace",
  component: Frame,
  beforeLoad: async ({ context, params, location }) => {
    const me = await signedIn(context.client, location.href);
    if (!me.workspaces.some((w) => w.id === params.workspace)) {
      throw redirect({ to: "/", replace: true });
    }
  },
});

/** A page of a room: its code and its words load together, when it is first opened. */
const room = (path: string, ns: string | string[], load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({
    getParentRoute: () => inWorkspace,
    path,
    component: lazyRouteComponent(load),
    loader: words(...[ns].flat()),
  });

const roomPages = [
  room("today", ["today", "errors"], () => import("./rooms/today/TodayPage")),
  room("calendar", ["calendar", "composer", "review"], () => import("./rooms/calendar/CalendarPage")),
  room("compose/{-$post}", ["composer", "review"], () => import("./rooms/composer/ComposerPage")),
  room("review/{-$review}", ["review", "composer"], () => import("./rooms/review/ReviewPage")),
  room("library", ["library", "errors"], () => import("./rooms/library/LibraryPage")),
  room("channels", ["channels", "networks", "errors"], () => import("./rooms/channels/ChannelsPage")),
  room("strategy", "strategy", () => import("./rooms/strategy/OverviewPage")),
  room("strategy/objectives", "strategy", () => import("./rooms/strategy/ObjectivesPage")),
  room("strategy/audiences", "strategy", () => import("./rooms/strategy/AudiencesPage")),
  room("strategy/line", "strategy", () => import("./rooms/strategy/LinePage")),
  room("strategy/campaigns", "strategy", () => import("./rooms/strategy/CampaignsPage")),
  room("strategy/platform", "strategy", () => import("./rooms/strategy/PlatformPage")),
  room("help/{-$chapter}", "help", () => import("./rooms/help/HelpPage")),
  room("settings", "settings", () => import("./rooms/settings/WorkspacePage")),
  room("settings/members", "settings", () => import("./rooms/settings/MembersPage")),
  room("settings/security", "settings", () => import("./rooms/settings/SecurityPage")),
  room("settings/notifications", "settings", () => import("./rooms/settings/NotificationsPage")),
  room("settings/approval", "settings", () => import("./rooms/settings/ApprovalPage")),
  room("settings/page", "settings", () => import("./rooms/settings/PublicPage")),
  room("settings/tokens", "settings", () => import("./rooms/settings/TokensPage")),
  room("settings/audit", "settings", () => import("./rooms/settings/AuditPage")),
];

const routeTree = root.addChildren([home, ...doors, inWorkspace.addChildren(roomPages)]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: "intent",
    defaultPendingMs: 300,
    defaultPendingComponent: PageWaiting,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  });
}

/** Who is signed in; sends the others to the sign-in page, and back afterwards. */
async function signedIn(client: QueryClient, from?: string): Promise<Me> {
  try {
    return await client.ensureQueryData(meQuery);
  } catch (error) {
    if (asProblem(error).status === 401) {
      throw redirect({ to: "/sign-in", search: from && from !== "/" ? { from } : {}, replace: true });
    }
    throw error;
  }
}

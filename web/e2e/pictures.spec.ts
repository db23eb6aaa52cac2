import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { expect, test } from "./harness";

// Every screen as a person sees it, into pictures/: `make pictures` takes them
// all, `PICTURES=fr-light npx playwright test pictures.spec.ts` one series.

const folder = fileURLToPath(new URL("../../pictures/", import.meta.url));
const wanted = process.env.PICTURES ?? "all";

const sizes = [
  { name: "1440", viewport: { width: 1440, height: 900 }, isMobile: false },
  { name: "390", viewport: { width: 390, height: 844 }, isMobile: true },
];

/** A screen: where it is, and what to do there first. */
interface Screen {
  name: string;
  room: string;
  prepare?: (page: Page) => Promise<unknown>;
}

const screens: Screen[] = [
  { name: "today", room: "today" },
  { name: "calendar-month", room: "calendar?view=month" },
  { name: "calendar-week", room: "calendar?view=week" },
  { name: "calendar-day", room: "calendar?view=day" },
  { name: "calendar-list", room: "calendar?view=list" },
  { name: "calendar-panel", room: "calendar?view=list", prepare: openFirstPost },
  { name: "composer", room: "calendar?view=list", prepare: editFirstPost },
  { name: "composer-new", room: "compose" },
  { name: "review", room: "review" },
  { name: "library", room: "library" },
  { name: "library-panel", room: "library", prepare: openFirstPicture },
  { name: "channels", room: "channels" },
  { name: "channels-connect", room: "channels", prepare: openConnect },
  { name: "strategy", room: "strategy" },
  { name: "strategy-objectives", room: "strategy/objectives" },
  { name: "strategy-audiences", room: "strategy/audiences" },
  { name: "strategy-line", room: "strategy/line" },
  { name: "strategy-campaigns", room: "strategy/campaigns" },
  { name: "strategy-platform", room: "strategy/platform" },
  { name: "settings", room: "settings" },
  { name: "settings-members", room: "settings/members" },
  { name: "settings-security", room: "settings/security" },
  { name: "settings-notifications", room: "settings/notifications" },
  { name: "settings-approval", room: "settings/approval" },
  { name: "settings-page", room: "settings/page" },
  { name: "settings-tokens", room: "settings/tokens" },
  { name: "settings-audit", room: "settings/audit" },
  { name: "help", room: "help" },
  { name: "missing", room: "nowhere" },
];

const doors = [
  { name: "sign-in", path: "/sign-in" },
  { name: "first-run", path: "/start#none" },
  { name: "reset-password", path: "/reset-password" },
];

/** The first post to come, in the side panel. */
async function openFirstPost(page: Page) {
  await page.locator("[data-card]").last().click();
}

async function editFirstPost(page: Page) {
  await openFirstPost(page);
  const edit = page.getByRole("button", { name: /Ouvrir dans l’éditeur|Open in the editor/ }).first();
  await edit.click();
}

async function openFirstPicture(page: Page) {
  await page.locator("main ul button:has(img)").first().click();
}

async function openConnect(page: Page) {
  await page.getByRole("button", { name: /Connecter un compte|Connect an account/ }).click();
}

for (const language of ["fr", "en"]) {
  for (const scheme of ["light", "dark"] as const) {
    const series = `${language}-${scheme}`;
    for (const size of sizes) {
      test(`pictures ${series} ${size.name}`, async ({ browser, parvis, session }) => {
        test.skip(wanted !== "all" && wanted !== series);
        test.setTimeout(600_000);
        await mkdir(folder, { recursive: true });
        const open = (state?: Look["state"]) => newPage(browser, { language, scheme, size, state });
        const shoot = async (page: Page, name: string) => {
          await settle(page);
          await page.screenshot({ path: `${folder}${name}-${size.name}-${series}.png` });
        };
        const inside = await open(session.state);
        for (const screen of screens) {
          await inside.goto(`${parvis.url}/w/${session.workspace}/${screen.room}`);
          await settle(inside);
          await screen.prepare?.(inside);
          await shoot(inside, screen.name);
        }
        await inside.context().close();
        const outside = await open();
        for (const door of doors) {
          await outside.goto(parvis.url + door.path);
          await shoot(outside, door.name);
        }
        if (language === "fr") {
          await outside.goto(`${parvis.pages}/@les-ateliers-brume`);
          await shoot(outside, "page");
        }
        await outside.context().close();
      });
    }
  }
}

interface Look {
  language: string;
  scheme: "light" | "dark";
  size: (typeof sizes)[number];
  /** Who is signed in; nobody without it. */
  state?: BrowserContextOptions["storageState"];
}

async function newPage(browser: Browser, { language, scheme, size, state }: Look): Promise<Page> {
  const context = await browser.newContext({
    storageState: state ?? { cookies: [], origins: [] },
    locale: language === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
    colorScheme: scheme,
    reducedMotion: "reduce",
    viewport: size.viewport,
    isMobile: size.isMobile,
    hasTouch: size.isMobile,
  });
  return context.newPage();
}

/** Nothing loads any more, and pictures are there. The live updates keep one connection open: not networkidle. */
async function settle(page: Page) {
  await expect(page.locator(".mantine-Skeleton-root").first()).toBeHidden({ timeout: 20_000 });
  await page.evaluate(async () => {
    await document.fonts.ready;
    const near = [...document.images].filter((one) => one.getBoundingClientRect().top < innerHeight);
    await Promise.all(near.map((one) => one.decode().catch(() => undefined)));
  });
}

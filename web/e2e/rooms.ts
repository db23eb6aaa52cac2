import { expect, type Page } from "@playwright/test";

/** Every room of a workspace, by its address. */
export const rooms = [
  "today",
  "calendar?view=month",
  "calendar?view=week",
  "calendar?view=list",
  "compose",
  "review",
  "library",
  "channels",
  "strategy",
  "strategy/objectives",
  "strategy/audiences",
  "strategy/line",
  "strategy/campaigns",
  "strategy/platform",
  "settings",
  "settings/members",
  "settings/security",
  "settings/notifications",
  "settings/approval",
  "settings/page",
  "settings/tokens",
  "settings/audit",
  "help",
];

/** Waits until the page shows what it has: its title, and no place kept for what is to come. */
export async function settle(page: Page) {
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.locator(".mantine-Skeleton-root").first()).toBeHidden({ timeout: 20_000 });
}

const nameless =
  /^\s*- (button|link|textbox|searchbox|combobox|switch|checkbox|radio|slider|spinbutton|tab|menuitem|dialog)( \[[^\]]*\])*:?\s*$/;

/** What a screen reader would call by its role alone, on this page. */
export async function withoutName(page: Page): Promise<string[]> {
  const tree = await page.locator("body").ariaSnapshot();
  return tree.split("\n").filter((line) => nameless.test(line));
}

/** Elements wider than the window, when the page scrolls sideways. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`);
  });
}

/** Whether the element with the focus shows it: a ring on it, or on what is drawn for it. */
export function showsFocus(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return false;
    const drawn = [at, at.parentElement, ...(at.parentElement?.children ?? [])];
    return drawn.some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    });
  });
}

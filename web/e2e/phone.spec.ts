import { expect, seeAs, test } from "./harness";
import { overflowing, rooms, settle, withoutName } from "./rooms";

// The sample in a hand.

test("goes from room to room by the bar", async ({ page, go }) => {
  await go("today");
  const bar = page.getByRole("navigation", { name: "Pièces" });
  await bar.getByRole("link", { name: /Calendrier/ }).click();
  await expect(page).toHaveURL(/calendar/);
  await bar.getByRole("button", { name: "Plus" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Médiathèque" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Médiathèque");
});

test("reads the week day by day", async ({ page, go }) => {
  await go("calendar");
  const strip = page.getByRole("navigation", { name: "Jours de la semaine" });
  await page.getByRole("button", { name: "Période suivante" }).click();
  const full = strip.getByRole("button", { name: /[1-9] publications?$/ }).first();
  await full.click();
  await expect(full).toHaveAttribute("aria-pressed", "true");
  await page.locator("[data-card]").first().click();
  await expect(page.getByRole("dialog").or(page.getByRole("complementary")).first()).toBeVisible();
});

test("asks for a change with a thumb", async ({ page, go }) => {
  await go("today");
  await seeAs(page, "Samia Haddad");
  await go("review");
  await expect(page.getByText("1 sur 2")).toBeVisible();
  await page.getByRole("button", { name: "Demander une correction" }).click();
  await page.getByLabel("Que faut-il corriger ?").fill("Donnez la date.");
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.getByText("Correction demandée.")).toBeVisible();
  await seeAs(page, null);
});

test("fits every room in its width, everything named", async ({ page, go }) => {
  for (const room of rooms) {
    await test.step(room, async () => {
      await go(room);
      await settle(page);
      expect(await overflowing(page)).toEqual([]);
      expect(await withoutName(page)).toEqual([]);
    });
  }
});

import { expect, seeAs, signIn, start, test } from "./harness";
import { rooms, settle, showsFocus, withoutName } from "./rooms";

// What a newcomer does with the sample, at a desk.

test("opens on a day that says what waits and what leaves", async ({ page, go }) => {
  await go("today");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) /,
  );
  const band = page.getByRole("region", { name: "Chiffres du jour" });
  await expect(band.getByText("À trancher")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "La file de la réparation" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Exemple" })).toContainText("marque fictive");
});

test("shows the plan as a month, a week, a day and a list", async ({ page, go }) => {
  await go("calendar?view=month");
  await expect(page.getByRole("button", { name: /Bonne Sainte-Catherine/ })).toBeVisible();
  for (const [name, view] of [
    ["Semaine", "week"],
    ["Jour", "day"],
    ["Liste", "list"],
    ["Mois", "month"],
  ] as const) {
    await page.getByRole("radiogroup", { name: "Vue" }).getByText(name, { exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`view=${view}`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page
    .getByRole("searchbox", { name: "Chercher" })
    .or(page.getByRole("textbox", { name: "Chercher" }))
    .fill("ciré d’enfant");
  await expect(page).toHaveURL(/q=/);
  await expect(page.locator("[data-card]")).toHaveCount(1);
});

test("approves as Samia, by her eyes", async ({ page, go }) => {
  await go("today");
  await seeAs(page, "Samia Haddad");
  await go("review");
  await page.getByRole("button", { name: /Concours du chapeau/ }).click();
  await expect(page.getByText("Montrez-nous votre plus beau chapeau de pluie").first()).toBeVisible();
  await page.getByRole("button", { name: "Approuver" }).click();
  await expect(page.getByText("Publication approuvée.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Concours du chapeau/ })).toBeHidden();
  await seeAs(page, null);
});

test("answers what the network left unanswered", async ({ page, go }) => {
  await go("today");
  const row = page.getByRole("listitem").filter({ hasText: "La file de la réparation" });
  await row.getByRole("button", { name: "Elle y est" }).click();
  const dialog = page.getByRole("dialog", { name: "Elle est en ligne" });
  await dialog.getByLabel("Adresse de la publication").fill("https://vitrine.example/42");
  await dialog.getByRole("button", { name: "Elle y est" }).click();
  await expect(row).toHaveCount(0);
});

test("stops an account and lets it go again, by the keyboard alone", async ({ page, go }) => {
  await go("channels");
  const stop = page.getByRole("switch", { name: "Suspendre : Les Ateliers Brume" });
  await expect(stop).toBeEnabled();
  for (let steps = 0; !(await stop.evaluate((one) => one === document.activeElement)); steps++) {
    expect(steps, "the switch is reached with Tab").toBeLessThan(80);
    await page.keyboard.press("Tab");
    expect(await showsFocus(page), await page.evaluate(() => document.activeElement?.outerHTML ?? "")).toBe(
      true,
    );
  }
  await page.keyboard.press("Space");
  await expect(page.getByText("suspendu : rien ne part de ce compte")).toBeVisible();
  await expect(stop).toBeChecked();
  await expect(stop).toBeEnabled();
  await stop.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("suspendu : rien ne part de ce compte")).toBeHidden();
});

test("writes a post without a pointer", async ({ page, go }) => {
  await go("calendar?view=week");
  await settle(page);
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Texte", exact: true })).toBeFocused();
  await page.keyboard.type("Écrit");
  await expect(page).toHaveURL(/compose\/post_/);
  // The address has changed under the writer’s hands: the caret has not moved.
  await page.keyboard.type(" sans souris.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Écrit sans souris.");
  await expect(page.getByText(/enregistré à/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/calendar/);
});

test("finds a post and a room from the keyboard", async ({ page, go }) => {
  await go("today");
  await settle(page);
  await page.keyboard.press("Control+k");
  const box = page.getByPlaceholder("Une publication, un média, une page");
  await expect(box).toBeFocused();
  await page.keyboard.type("Noroît");
  await expect(page.getByText(/Noroît, le ciré/).first()).toBeVisible();
  await box.fill("Médiath");
  await expect(page.getByRole("option", { name: /Médiathèque/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/library/);
});

test("gives everything that acts a name", async ({ page, go }) => {
  for (const room of rooms) {
    await test.step(room, async () => {
      await go(room);
      await settle(page);
      expect(await withoutName(page)).toEqual([]);
    });
  }
});

test("is removed in one click and one question", async ({ browser }) => {
  const parvis = await start({ demo: true });
  const page = await browser.newPage({ locale: "fr-FR", storageState: { cookies: [], origins: [] } });
  await signIn(page, parvis.link);
  await page.getByRole("button", { name: "Retirer l’exemple" }).click();
  const dialog = page.getByRole("dialog", { name: "Retirer l’exemple ?" });
  await expect(dialog.getByText(/\d+ publications/)).toBeVisible();
  await dialog.getByRole("button", { name: "Retirer l’exemple" }).click();
  await expect(page.getByRole("heading", { name: "Prêt en une minute" })).toBeVisible();
  await page.context().close();
  await parvis.stop();
});

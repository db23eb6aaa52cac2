import { expect, seeAs, test } from "./harness";

test("saves by itself, keeps the caret, and undoes", async ({ page, go }) => {
  await go("compose?wall=2031-04-10T18:15");
  const text = page.getByRole("textbox", { name: "Texte", exact: true });
  await text.pressSequentially("Bonjour le quai");
  await expect(page).toHaveURL(/compose\/post_/, { timeout: 10_000 });
  await expect(page.getByText(/enregistré à/)).toBeVisible();
  await text.pressSequentially(", il pleut.");
  await expect(text).toHaveValue("Bonjour le quai, il pleut.");
  await page.keyboard.press("Control+z");
  await expect(text).toHaveValue("Bonjour le quai");
  await page.keyboard.press("Control+Shift+z");
  await expect(text).toHaveValue("Bonjour le quai, il pleut.");
});

test("gives an account words of its own and comes back to the original", async ({ page, go }) => {
  await go("compose");
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("Pour tous.");
  await page.getByRole("checkbox", { name: "Les Ateliers Brume" }).check();
  await page.getByRole("tab", { name: /Les Ateliers Brume/ }).click();
  await page.getByRole("button", { name: "Adapter pour ce compte" }).click();
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("Pour la page.");
  await expect(page.locator("figure").getByText("Pour la page.")).toBeVisible();
  await page.getByRole("button", { name: "Revenir à l’original" }).click();
  await expect(page.locator("figure").getByText("Pour tous.")).toBeVisible();
});

test("mends what pre-flight finds", async ({ page, go }) => {
  await go("compose");
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("Sans compte encore.");
  const check = page.getByRole("region", { name: "Contrôle avant envoi" });
  const line = check.getByRole("listitem").filter({ hasText: "Aucun compte choisi" });
  await line.getByRole("button", { name: "Choisir" }).click({ timeout: 15_000 });
  await expect(page.getByRole("checkbox", { name: "Les Ateliers Brume" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(line).toHaveCount(0, { timeout: 15_000 });
});

test("joins what two people write", async ({ page, go, context }) => {
  await go("compose");
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("Le début.");
  await expect(page).toHaveURL(/compose\/post_/, { timeout: 10_000 });
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("textbox", { name: "Nom dans l’équipe" }).fill("Un nom");
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("Le début, et la suite.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Un nom", { timeout: 15_000 });
  await expect(page.getByRole("textbox", { name: "Texte", exact: true })).toHaveValue(
    "Le début, et la suite.",
  );
  await expect(other.getByRole("textbox", { name: "Texte", exact: true })).toHaveValue(
    "Le début, et la suite.",
    {
      timeout: 15_000,
    },
  );
});

test("sends to review, where another member approves", async ({ page, go }) => {
  await go("compose?wall=2031-04-11T09:00");
  await page.getByRole("textbox", { name: "Texte", exact: true }).fill("À relire, s’il vous plaît.");
  await page.getByRole("checkbox", { name: "Les Ateliers Brume" }).check();
  await page.getByRole("button", { name: /Envoyer en relecture/ }).click();
  await expect(page.locator("header").getByText("À relire")).toBeVisible({ timeout: 15_000 });
  await go("review");
  await page.getByRole("button", { name: /À relire, s’il vous plaît/ }).click();
  // Its writer may not approve it: the page says so, and offers no button.
  await expect(page.getByText("Une autre personne doit décider")).toBeVisible();

  await seeAs(page, "Samia Haddad");
  await go("review");
  await page.getByRole("button", { name: /À relire, s’il vous plaît/ }).click();
  await page.getByRole("button", { name: "Approuver" }).click();
  await expect(page.getByText("Publication approuvée.")).toBeVisible();
  await seeAs(page, null);
});

import { expect, test } from "./harness";

/** A post of its own, so that no test depends on what the sample plans. */
async function plan(page: import("@playwright/test").Page, title: string, wall: string): Promise<string> {
  return page.evaluate(
    async ({ title, wall }) => {
      const workspace = location.pathname.split("/")[2];
      const answer = await fetch(`/api/v1/workspaces/${workspace}/posts`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({
          draft: { title, segments: [{ text: title, media: [] }] },
          wall,
          zone: "Europe/Paris",
        }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()).id as string;
    },
    { title, wall },
  );
}

/** A Wednesday far enough to be empty in the sample. */
const week = "2031-03-12";

test("moves a card by dragging, says where, and undoes it", async ({ page, go }) => {
  await go(`calendar?view=week&date=${week}`);
  const id = await plan(page, "À déplacer", "2031-03-12T10:00");
  const card = page.locator(`[data-card="${id}"]`);
  await expect(card).toContainText("10:00");

  const from = await card.boundingBox();
  const friday = await page.locator('[data-day="2031-03-14"]').boundingBox();
  if (!from || !friday) throw new Error("the week is not drawn");
  await page.mouse.move(from.x + 12, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
  await page.mouse.move(friday.x + 30, from.y + 8, { steps: 6 });
  await expect(page.getByText("ven. 14, 10:00")).toBeVisible();
  await page.mouse.up();

  await expect(page.locator('[data-day="2031-03-14"]').locator(`[data-card="${id}"]`)).toBeVisible();
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.locator('[data-day="2031-03-12"]').locator(`[data-card="${id}"]`)).toBeVisible();
});

test("refuses the past with its reason, from the keyboard too", async ({ page, go }) => {
  await go(`calendar?view=week&date=${week}`);
  const id = await plan(page, "Au clavier", "2031-03-11T15:00");
  const card = page.locator(`[data-card="${id}"]`);
  await card.focus();
  await page.keyboard.press("m");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Nouvelle date/).fill("2020-01-01T09:00");
  await expect(dialog.getByText("Cette heure est passée")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Déplacer" })).toBeDisabled();
  await dialog.getByLabel(/Nouvelle date/).fill("2031-03-13T16:30");
  await dialog.getByRole("button", { name: "Déplacer" }).click();
  await expect(page.locator('[data-day="2031-03-13"]').locator(`[data-card="${id}"]`)).toContainText("16:30");
});

test("warns of an hour that does not exist", async ({ page, go }) => {
  await go("calendar?view=week&date=2031-03-30");
  await expect(page.getByText(/les horloges passent de 02:00 à 03:00/)).toBeVisible();
});

test("keeps view, date and filters in the address", async ({ page, go }) => {
  await go("calendar?view=month");
  await page.getByText("Liste", { exact: true }).click();
  await expect(page).toHaveURL(/view=list/);
  await page.getByRole("button", { name: "Statut" }).click();
  await page.getByRole("checkbox", { name: "Publiée", exact: true }).check();
  await expect(page).toHaveURL(/status=/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Publiée" })).toBeVisible();
});

test("opens a post beside the plan and a day behind its number", async ({ page, go }) => {
  await go(`calendar?view=month&date=${week}`);
  const id = await plan(page, "À ouvrir", "2031-03-20T09:00");
  await page.locator(`[data-card="${id}"]`).click();
  await expect(page.getByRole("complementary", { name: "Publication" })).toContainText("À ouvrir");
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/post=/);
  await page.getByRole("button", { name: "jeudi 20 mars", exact: true }).click();
  await expect(page.getByRole("complementary", { name: /Jeudi 20 mars/ })).toContainText("1 publication");
});

import { test as base, devices, expect, type Locator, type Page } from "@playwright/test";
import { start, workspaceOf } from "./harness";
import { openPostbox } from "./postbox";
import { openReceiver } from "./receiver";

// The main job, end to end, by two people: the owner at the size of the project,
// the approver always on a phone. A house of its own, a mail server and a
// webhook's receiver beside it.

const test = base.extend<{ house: House; owner: Page; samia: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern.
  house: async ({}, use) => {
    const [postbox, receiver] = await Promise.all([openPostbox(), openReceiver()]);
    const parvis = await start({
      env: { PARVIS_SMTP_URL: postbox.url, PARVIS_ALLOW_NETWORKS: "127.0.0.1", LC_ALL: "fr_FR.UTF-8" },
    });
    await use({ ...parvis, postbox, receiver });
    await Promise.all([parvis.stop(), postbox.stop(), receiver.stop()]);
  },
  owner: async ({ page }, use) => use(page),
  samia: async ({ browser }, use) => {
    const { defaultBrowserType: _, ...pixel } = devices["Pixel 7"];
    const phone = { ...pixel, viewport: { width: 390, height: 844 } };
    const context = await browser.newContext({ ...phone, locale: "fr-FR", timezoneId: "Europe/Paris" });
    await use(await context.newPage());
    await context.close();
  },
});

type House = Awaited<ReturnType<typeof start>> & {
  postbox: Awaited<ReturnType<typeof openPostbox>>;
  receiver: Awaited<ReturnType<typeof openReceiver>>;
};

const password = "une grande marée d’automne";
const objective = "Remplir l’atelier de réparation";
const pillar = "Le geste";
const campaign = "Semaine de la réparation";
const text = "Une manche déchirée, cinq gestes, quarante minutes. On vous montre samedi, à l’atelier.";
const refused = "Le récepteur a refusé la publication.";

test("from an objective to the public page, and to a mail when it fails", async ({
  house,
  owner,
  samia,
}, info) => {
  test.setTimeout(300_000);
  const phone = info.project.name === "phone";

  const ws = await test.step("the owner’s link makes an account and a brand", async () => {
    await owner.goto(house.link);
    await owner.getByLabel("Votre nom").fill("Maëlle Kerouanton");
    await owner.getByLabel("Adresse de courriel").fill("maelle@quai.example");
    await owner.getByLabel("Mot de passe", { exact: true }).fill(password);
    await owner.getByLabel("Nom public").fill("Atelier du Quai");
    await owner.getByRole("button", { name: "Commencer" }).click();
    const id = await workspaceOf(owner);
    await expect(owner.getByRole("heading", { level: 1 })).toBeVisible();
    return id;
  });
  const go = (page: Page, room: string) => page.goto(`${house.url}/w/${ws}/${room}`);

  await test.step("objective, pillar, campaign", async () => {
    await go(owner, "strategy/objectives");
    await owner.getByRole("button", { name: "Nouvel objectif" }).first().click();
    let panel = owner.getByRole("dialog");
    await panel.getByLabel("Ce que l’on veut atteindre").fill(objective);
    await panel.getByLabel("Échéance").fill("2031-06-30");
    await panel.getByLabel("Indicateur").first().fill("Cirés réparés par mois");
    await panel.getByRole("button", { name: "Enregistrer" }).click();
    await expect(owner.getByText(objective).first()).toBeVisible();

    await go(owner, "strategy/line");
    await owner.getByRole("button", { name: "Nouveau pilier" }).first().click();
    panel = owner.getByRole("dialog");
    await panel.getByLabel("Nom", { exact: true }).fill(pillar);
    await panel.getByRole("button", { name: "Enregistrer" }).click();
    await expect(owner.getByText(pillar).first()).toBeVisible();

    await go(owner, "strategy/campaigns");
    await owner.getByRole("button", { name: "Nouvelle campagne" }).first().click();
    panel = owner.getByRole("dialog");
    await panel.getByLabel("Nom", { exact: true }).fill(campaign);
    await choose(owner, panel.getByRole("combobox", { name: "Objectif" }), objective);
    await panel.getByRole("button", { name: "Enregistrer" }).click();
    await expect(owner.getByText(campaign).first()).toBeVisible();
  });

  await test.step("a second member comes in by the mail of their invitation", async () => {
    await go(owner, "settings/members");
    await owner.getByRole("button", { name: "Inviter" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByLabel("Adresse de courriel").fill("samia@quai.example");
    await choose(owner, dialog.getByRole("combobox", { name: "Rôle" }), "Validation");
    await dialog.getByRole("button", { name: "Inviter" }).click();
    await expect(dialog.getByText(/L’invitation part vers samia@quai.example/)).toBeVisible();

    const letter = await house.postbox.letter("samia@quai.example", /invit/i);
    const link = letter.text.match(/http:\/\/127\.0\.0\.1:\d+\/invitation\S+/)?.[0];
    expect(link, letter.text).toBeTruthy();
    await samia.goto(link as string);
    await expect(samia.getByText(/Maëlle Kerouanton vous invite/)).toBeVisible();
    await samia.getByLabel("Votre nom").fill("Samia Haddad");
    await samia.getByLabel("Mot de passe", { exact: true }).fill(password);
    await samia.getByRole("button", { name: "Accepter l’invitation" }).click();
    expect(await workspaceOf(samia)).toBe(ws);
  });

  await test.step("a shop window is connected, which takes 100 signs", async () => {
    await go(owner, "channels");
    await owner.getByRole("button", { name: "Connecter un compte" }).first().click();
    const dialog = owner.getByRole("dialog");
    const field = dialog.getByLabel("Nom du compte");
    const network = dialog.getByRole("button", { name: /webhook/i });
    await expect(field.or(network).first()).toBeVisible();
    if (await network.isVisible()) await network.click();
    await field.fill("Vitrine du quai");
    await dialog.getByLabel("Adresse qui reçoit").fill(house.receiver.url);
    await dialog.getByLabel("Longueur maximale du texte").fill("100");
    await dialog.getByRole("button", { name: "Connecter un compte" }).click();
    await dialog.getByRole("button", { name: "C’est copié" }).click();
    await expect(owner.getByText("Vitrine du quai").first()).toBeVisible();
  });

  const composer = new Composer(owner, phone);

  await test.step("a post: a picture dropped, and what pre-flight finds, mended", async () => {
    await go(owner, "compose");
    await composer.write(`${text} ${"Venez avec votre ciré. ".repeat(4)}`);
    await composer.drop("la-manche.png");
    await composer.pane("Réglages");
    await owner.getByRole("checkbox", { name: "Atelier du Quai" }).check();
    await owner.getByRole("checkbox", { name: "Vitrine du quai" }).check();
    await owner.getByRole("textbox", { name: "Nom dans l’équipe" }).fill("Cinq gestes");
    await choose(owner, owner.getByRole("combobox", { name: "Campagne" }), campaign);
    await choose(owner, owner.getByRole("combobox", { name: "Pilier" }), pillar);
    await choose(owner, owner.getByRole("combobox", { name: "Objectif" }), objective);

    await composer.mend(/la-manche\.png.*n’est pas décrite/, "Décrire", async () => {
      const alt = owner.getByRole("textbox", { name: "Texte alternatif" });
      await alt.fill("Une manche de ciré jaune, déchirée au coude.");
      await alt.press("Enter");
    });
    await composer.mend(/signes de trop/, "Raccourcir", async () => {
      await expect(composer.text).toBeFocused();
      await composer.write(text);
    });
    await composer.pane("Aperçus");
    await expect(owner.locator("figure").getByText(text).first()).toBeVisible();
  });

  await test.step("it goes to review, and is approved on the phone", async () => {
    if (!phone) await composer.date(nextMinute());
    await composer.act("Envoyer en relecture");
    await expect(owner.getByText("Envoyée en relecture.")).toBeVisible({ timeout: 30_000 });
    await samia
      .getByRole("navigation", { name: "Pièces" })
      .getByRole("link", { name: /À relire/ })
      .click();
    await expect(samia.getByText(text).first()).toBeVisible();
    await expect(
      samia.getByRole("img", { name: "Une manche de ciré jaune, déchirée au coude." }).first(),
    ).toBeVisible();
    await samia.getByRole("button", { name: "Approuver" }).click();
    await expect(samia.getByText("Publication approuvée.")).toBeVisible();
  });

  await test.step("it goes out at its minute, or at a word", async () => {
    if (phone) await composer.publish();
    await go(owner, "calendar?view=list");
    const card = owner.getByRole("button", { name: /Cinq gestes.*Publiée$/ });
    await expect(card).toBeVisible({ timeout: 120_000 });
    expect(house.receiver.posts).toHaveLength(1);
    expect(house.receiver.posts[0]?.body.segments?.[0]?.text).toBe(text);
  });

  await test.step("it is on the brand’s page, and in a feed that parses", async () => {
    await card(owner, "Cinq gestes").click();
    const [page] = await Promise.all([
      owner.context().waitForEvent("page"),
      owner
        .getByRole("link", { name: /Voir en ligne/ })
        .first()
        .click(),
    ]);
    await expect(page.getByText(text).first()).toBeVisible();
    await expect(
      page.getByRole("img", { name: "Une manche de ciré jaune, déchirée au coude." }),
    ).toBeVisible();
    await page.goto(`${house.pages}/@atelier-du-quai`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Atelier du Quai");
    await expect(page.getByRole("link", { name: "Une manche déchirée, cinq gestes" })).toBeVisible();
    const feed = await page.request.get(`${house.pages}/@atelier-du-quai/feed.xml`);
    const items = await page.evaluate(readFeed, await feed.text());
    expect(items).toHaveLength(1);
    expect(items[0]?.link).toContain(`${house.pages}/@atelier-du-quai/`);
    expect(items[0]?.published).toBeGreaterThan(Date.now() - 600_000);
    expect(items[0]?.words).toContain("cinq gestes");
    await page.close();
  });

  await test.step("what the window refuses is told in the application and by mail", async () => {
    house.receiver.refuse("Cette vitrine n’affiche que des images carrées.");
    await go(owner, "compose");
    await composer.write("La vitrine passe à l’heure d’hiver.");
    await composer.pane("Réglages");
    await owner.getByRole("checkbox", { name: "Vitrine du quai" }).check();
    await owner.getByRole("textbox", { name: "Nom dans l’équipe" }).fill("Heure d’hiver");
    await composer.act("Envoyer en relecture");
    await expect(owner.getByText("Envoyée en relecture.")).toBeVisible();
    await go(samia, "review");
    await samia.getByRole("button", { name: "Approuver" }).click();
    await expect(samia.getByText("Publication approuvée.")).toBeVisible();

    await composer.publish();
    await go(owner, "today");
    await expect(
      owner.getByRole("listitem").filter({ hasText: "Heure d’hiver" }).getByText(refused),
    ).toBeVisible({ timeout: 30_000 });
    await owner
      .getByRole("button", { name: /notifications? non lues?/ })
      .first()
      .click();
    await expect(owner.getByRole("link", { name: /Échec d’envoi.*Heure d’hiver/ })).toBeVisible();
    const letter = await house.postbox.letter("maelle@quai.example", /Heure d’hiver/);
    expect(letter.subject).toContain("Échec");
    expect(letter.text).toContain("Vitrine du quai");
  });
});

/** The composer at both sizes: on a phone its parts are behind a switch. */
class Composer {
  readonly text: Locator;

  constructor(
    private readonly page: Page,
    private readonly phone: boolean,
  ) {
    this.text = page.getByRole("textbox", { name: "Texte", exact: true });
  }

  async pane(name: "Texte" | "Réglages" | "Aperçus" | "Contrôles") {
    if (!this.phone) return;
    await this.page.getByRole("radiogroup", { name: "Parties de l’éditeur" }).getByText(name).click();
  }

  async write(words: string) {
    await this.pane("Texte");
    await this.text.fill(words);
  }

  async date(wall: string) {
    await this.pane("Réglages");
    const [day = "", time = ""] = wall.split("T");
    await this.page.getByLabel("Jour", { exact: true }).fill(day);
    await this.page.getByLabel("Heure", { exact: true }).fill(time);
  }

  /** Drops a picture made on the spot. */
  async drop(name: string) {
    await this.pane("Texte");
    const files = await this.page.evaluateHandle(async (name) => {
      const canvas = new OffscreenCanvas(640, 480);
      const draw = canvas.getContext("2d");
      if (!draw) throw new Error("no canvas");
      draw.fillStyle = "#e0b020";
      draw.fillRect(0, 0, 640, 480);
      draw.fillStyle = "#1c1b19";
      draw.fillRect(280, 120, 24, 260);
      const held = new DataTransfer();
      held.items.add(
        new File([await canvas.convertToBlob({ type: "image/png" })], name, { type: "image/png" }),
      );
      return held;
    }, name);
    const place = this.page.getByRole("region", { name: "Texte", exact: true });
    await place.dispatchEvent("dragover", { dataTransfer: files });
    await place.dispatchEvent("drop", { dataTransfer: files });
    await expect(this.page.getByRole("button", { name: "Décrire l’image" })).toBeVisible();
  }

  /** A line of the pre-flight and its fix; afterwards the line is gone. */
  async mend(says: RegExp, fix: string, how: () => Promise<void>) {
    await this.pane("Contrôles");
    const check = this.page.getByRole("region", { name: "Contrôle avant envoi" });
    const line = check.getByRole("listitem").filter({ hasText: says });
    await line.first().getByRole("button", { name: fix }).click();
    await how();
    await this.pane("Contrôles");
    await expect(line).toHaveCount(0);
  }

  async act(name: string) {
    const one = this.page.getByRole("button", { name });
    const more = this.page.getByRole("button", { name: "Autres actions" });
    const item = this.page.getByRole("menuitem", { name });
    await expect(async () => {
      if (await one.isVisible()) return one.click({ timeout: 2_000 });
      await more.click({ timeout: 2_000 });
      await item.click({ timeout: 2_000 });
    }).toPass();
  }

  async publish() {
    await this.act("Publier maintenant");
    await this.page.getByRole("dialog").getByRole("button", { name: "Publier maintenant" }).click();
    await expect(this.page.getByText("Publication en route.")).toBeVisible();
  }
}

async function choose(page: Page, box: Locator, option: string) {
  await box.click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

const card = (page: Page, title: string) => page.getByRole("button", { name: new RegExp(title) }).first();

/** The first full minute that leaves time to write, on the wall of Paris: "2026-11-24T18:15". */
function nextMinute(): string {
  const at = new Date(Math.ceil((Date.now() + 30_000) / 60_000) * 60_000);
  const wall = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "short",
  });
  return wall.format(at).replace(" ", "T");
}

/** Reads RSS as strictly as XML is: one stray sign and there is no feed. Runs in the page. */
function readFeed(text: string) {
  const feed = new DOMParser().parseFromString(text, "application/xml");
  const broken = feed.querySelector("parsererror");
  if (broken || feed.documentElement.nodeName !== "rss") throw new Error(broken?.textContent ?? "no rss");
  return [...feed.querySelectorAll("rss > channel > item")].map((item) => ({
    link: item.querySelector("link")?.textContent ?? "",
    published: Date.parse(item.querySelector("pubDate")?.textContent ?? ""),
    words: item.textContent ?? "",
  }));
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";

const binary = process.env.PARVIS_BIN ?? fileURLToPath(new URL("../../bin/parvis", import.meta.url));

/** A running Parvis, on data of its own. */
export interface Parvis {
  url: string;
  /** The origin of the public pages. */
  pages: string;
  /** The link it printed: into the sample, or to the owner's account. */
  link: string;
  /** Runs a verb of the command line on the same data, and gives what it printed. */
  run(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

interface Start {
  /** With the sample brand. */
  demo?: boolean;
  env?: Record<string, string>;
}

/** Starts bin/parvis serve on free ports and waits for the link it prints. */
export async function start({ demo = false, env: extra = {} }: Start = {}): Promise<Parvis> {
  const data = await mkdtemp(join(tmpdir(), "parvis-e2e-"));
  const [port, pages] = await Promise.all([freePort(), freePort()]);
  const env = {
    ...process.env,
    PARVIS_DATA: data,
    PARVIS_LISTEN: `127.0.0.1:${port}`,
    PARVIS_PAGE_LISTEN: `127.0.0.1:${pages}`,
    PARVIS_PUBLIC_URL: `http://127.0.0.1:${port}`,
    PARVIS_PAGE_URL: `http://127.0.0.1:${pages}`,
    ...extra,
  };
  const child = spawn(binary, demo ? ["serve", "--demo"] : ["serve"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const link = await printedLink(child);
  return {
    url: env.PARVIS_PUBLIC_URL,
    pages: env.PARVIS_PAGE_URL,
    link,
    run: (...words) => outputOf(spawn(binary, words, { env, stdio: ["ignore", "pipe", "pipe"] })),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = said.match(/https?:\/\/127\.0\.0\.1:\d+\/\S+/);
      if (found) resolve(found[0]);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) =>
      reject(new Error(`parvis ended with ${code} before it was ready:\n${said}`)),
    );
    setTimeout(() => reject(new Error(`no link after 90 s:\n${said}`)), 90_000).unref();
  });
}

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = "";
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("exit", (code) => (code === 0 ? resolve(out) : reject(new Error(`parvis: ${code}\n${said}`))));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Signs in by the printed link of the sample; the address then names the workspace. */
export async function signIn(page: Page, link: string): Promise<string> {
  await page.goto(link);
  return workspaceOf(page);
}

/** The workspace the page is in, once it is in one. */
export async function workspaceOf(page: Page): Promise<string> {
  await page.waitForURL(/\/w\/[^/]+\/./);
  const workspace = page.url().match(/\/w\/([^/?]+)/)?.[1];
  if (!workspace) throw new Error(`not in a workspace: ${page.url()}`);
  return workspace;
}

/** Borrows the eyes of a fictional member of the sample, or gives them back. */
export async function seeAs(page: Page, name: string | null) {
  await page.getByRole("button", { name: "Voir en tant que…" }).click();
  await page.getByRole("menuitem", { name: name ?? "Revenir à moi" }).click();
  const seen = page.getByText(/Vu en tant que/);
  if (name) await expect(seen).toContainText(name);
  else await expect(seen).toBeHidden();
}

interface Worker {
  parvis: Parvis;
  session: { state: Awaited<ReturnType<BrowserContext["storageState"]>>; workspace: string };
}

interface Each {
  workspace: string;
  /** Opens a room of the sample: `go("calendar?view=week")`. */
  go: (room: string) => Promise<void>;
}

/** One Parvis with its sample for a run of tests, each signed in as the owner, in French. */
export const test = base.extend<Each, Worker>({
  parvis: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern.
    async ({}, use) => {
      const parvis = await start({ demo: true });
      await use(parvis);
      await parvis.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  session: [
    async ({ parvis, browser }, use) => {
      const context = await browser.newContext({ locale: "fr-FR" });
      const page = await context.newPage();
      const workspace = await signIn(page, parvis.link);
      const state = await context.storageState();
      await context.close();
      await use({ state, workspace });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  storageState: async ({ session }, use) => use(session.state),
  context: async ({ context, session }, use) => {
    await use(context);
    // Borrowing somebody's eyes renews the session: the next test goes on with the new one.
    session.state = await context.storageState();
  },
  workspace: async ({ session }, use) => use(session.workspace),
  go: async ({ page, parvis, session }, use) => {
    await use(async (room) => {
      await page.goto(`${parvis.url}/w/${session.workspace}/${room}`);
    });
  },
});

export { expect };

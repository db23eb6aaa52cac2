import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The browser of the machine where there is one: its kind is what people run, and nothing is downloaded. */
const ours = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * The browser stage: the real binary, in French, at a desk and on a phone. The
 * journey runs on both; the pictures are taken by `make pictures` only.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "fr-FR",
    actionTimeout: 30_000,
    navigationTimeout: 45_000,
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.PARVIS_CHROMIUM || ours,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pings",
      ],
    },
  },
  projects: [
    {
      name: "desktop",
      use: desktop,
      testIgnore: ["phone.spec.ts", ...(process.env.PICTURES ? [] : ["pictures.spec.ts"])],
    },
    { name: "phone", use: phone, testMatch: ["journey.spec.ts", "phone.spec.ts"] },
  ],
});

// Counts what a first visit to the calendar costs: every byte that Chromium receives, headers included, from an
// empty cache until a click on a card has opened its panel. It takes the one-time link a demo prints:
//
//   node scripts/first-load.mjs http://127.0.0.1:8080/enter…
//
// and prints one line of JSON: {"bytes", "requests", "byType": {type: bytes}, "largest": [{"path", "bytes"}]}.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const link = process.argv[2];
if (!link) {
  console.error("usage: node scripts/first-load.mjs <sign-in link>");
  process.exit(2);
}
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const browser = await chromium.launch({
  executablePath: process.env.PARVIS_CHROMIUM || browsers.find(existsSync),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
try {
  console.log(JSON.stringify(await measure()));
} finally {
  await browser.close();
}

async function measure() {
  const { cookies, calendar } = await signIn();
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const answers = await listen(context, page);
  await page.goto(calendar);
  const card = page.locator("[data-card]").first();
  await card.click({ timeout: 60_000 });
  await page.locator("aside[aria-label] h2, aside[aria-labelledby] h2").first().waitFor({ timeout: 30_000 });
  return sum([...answers.values()]);
}

/** A person who was here before: the cookie of a session, and nothing in the cache. */
async function signIn() {
  const context = await browser.newContext({ locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL(/\/w\/[^/]+\/./, { timeout: 60_000 });
  const calendar = page.url().replace(/(\/w\/[^/?]+).*/, "$1/calendar");
  const cookies = await context.cookies();
  await context.close();
  return { cookies, calendar };
}

/** Every answer by request, as the network stack of the browser counts it; a stream grows while it lasts. */
async function listen(context, page) {
  const answers = new Map();
  const devtools = await context.newCDPSession(page);
  devtools.on("Network.responseReceived", ({ requestId, type, response }) => {
    const bytes = response.fromDiskCache ? 0 : response.encodedDataLength;
    answers.set(requestId, { type, path: new URL(response.url).pathname, bytes });
  });
  devtools.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const answer = answers.get(requestId);
    if (answer) answer.bytes += encodedDataLength;
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const answer = answers.get(requestId);
    if (answer) answer.bytes = encodedDataLength;
  });
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: false });
  return answers;
}

function sum(answers) {
  const byType = {};
  for (const { type, bytes } of answers) {
    byType[type] = (byType[type] ?? 0) + bytes;
  }
  answers.sort((a, b) => b.bytes - a.bytes);
  return {
    bytes: Object.values(byType).reduce((total, bytes) => total + bytes, 0),
    requests: answers.length,
    byType,
    largest: answers.slice(0, 12).map(({ path, bytes }) => ({ path, bytes })),
  };
}

/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { cutFonts, folder as fonts } from "./scripts/fonts.mjs";

const api = process.env.PARVIS_DEV_API ?? "http://127.0.0.1:8080";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const start = new RegExp(
  [
    "node_modules/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|use-sync-external-store|clsx)/",
    "@mantine/core/esm/(core|components/(Button|ActionIcon|UnstyledButton|Loader|Transition|CloseButton|Skeleton|Indicator))/",
    "src/(api|i18n|theme|components/(Late|Dialog|MemberAvatar|Kbd|Logo|toast|UndoToast|ErrorPanel|StatusBadge|NetworkBadge|statuses))",
    "src/frame/(Frame|Rail|rooms|workspace|MeMenu\\.|WorkspaceSwitcher|Notifications|SampleBanner|HeaderTools)",
    "src/queries/(identity|notify|editorial|channels|strategy|governance)",
    "src/temporal",
  ].join("|"),
);

export default defineConfig({
  plugins: [keepPlaceholder(), smallFonts(), react()],
  resolve: {
    alias: [
      { find: /^@fonts\//, replacement: fonts },
      { find: "@", replacement: here("./src") },
      { find: /^temporal-polyfill$/, replacement: here("./src/temporal.ts") },
      { find: "temporal-polyfill-package", replacement: "temporal-polyfill/implementation" },
    ],
  },
  build: {
    target: "es2023",
    // The placeholder that Go embeds lives in dist, so the folder is emptied by keepPlaceholder.
    emptyOutDir: false,
    chunkSizeWarningLimit: 600,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split("~")[0]}-[hash].js`,
        // Few files: each request costs some 700 bytes of headers, more than an icon.
        codeSplitting: {
          groups: [
            // What every page of a workspace begins with, and nothing that a page may never open.
            { name: "start", test: start, priority: 2 },
            // The rest by who uses it, merged while small; a library never rides with what does not need it.
            { name: "ui", test: /\/node_modules\/.*\.m?js$/, minShareCount: 2, entriesAware: true },
            {
              name: "shared",
              test: /\/src\/.*\.tsx?$/,
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 6_000,
            },
            {
              name: (id: string) => id.match(/locales\/(\w+)\/errors-/)?.[1]?.replace(/^/, "errors-") ?? null,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": api } },
  test: {
    environment: "node",
    include: ["src/**/*.spec.{ts,tsx}"],
  },
});

/** Cuts the fonts before a build or a development server reads them. */
function smallFonts() {
  return { name: "small-fonts", buildStart: cutFonts };
}

/** Empties dist before a build, but for the committed placeholder. */
function keepPlaceholder() {
  return {
    name: "keep-placeholder",
    apply: "build" as const,
    async buildStart() {
      const { readdir, rm } = await import("node:fs/promises");
      const dist = fileURLToPath(new URL("./dist/", import.meta.url));
      for (const name of await readdir(dist).catch(() => [])) {
        if (name !== "placeholder.html") {
          await rm(dist + name, { recursive: true });
        }
      }
    },
  };
}

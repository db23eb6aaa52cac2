/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { cutFonts, folder as fonts } from "./scripts/fonts.mjs";

const api = process.env.PARVIS_DEV_API ?? "http://127.0.0.1:8080";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
        // Few files: each request costs some 700 bytes of headers, more than an icon.
        codeSplitting: {
          groups: [
            {
              name: "shared",
              test: /\/(src|node_modules)\/.*\.(m?js|tsx?)$/,
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 8000,
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

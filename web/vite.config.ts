/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.PARVIS_DEV_API ?? "http://127.0.0.1:8080";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [keepPlaceholder(), react()],
  resolve: {
    alias: [
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
            { name: "app", test: /src\/(components|queries|frame|api|i18n|theme)\//, minShareCount: 3 },
            { name: "ui", test: /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll|react-transition)/, minShareCount: 6 },
            { name: "icons", test: /@tabler\/icons-react/ },
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

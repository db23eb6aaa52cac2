declare module "temporal-polyfill-package" {
  // biome-ignore lint/performance/noReExportAll: the package itself, under the name that escapes the alias
  export * from "temporal-polyfill";
}

// The browser's own Temporal where it has one; else the polyfill, which is only then loaded. The bundler gives this
// module to whoever imports "temporal-polyfill"; the types stay those of the package.
const own = (globalThis as { Temporal?: unknown }).Temporal;

export const Temporal = own ?? (await import("temporal-polyfill-package")).Temporal;

import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

const files = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", { import: "default" });

/** Reads a room's words when a page first asks for them; the "errors" namespace is every errors-*.json together. */
const lazyFiles: BackendModule = {
  type: "backend",
  init: () => {},
  read(language, namespace, done) {
    load(language, namespace).then(
      (words) => done(null, words),
      (error: unknown) => done(error as Error, false),
    );
  },
};

async function load(language: string, namespace: string): Promise<Record<string, unknown>> {
  if (namespace !== "errors") {
    return (await files[`../locales/${language}/${namespace}.json`]?.()) ?? {};
  }
  const wanted = Object.keys(files).filter((path) => path.startsWith(`../locales/${language}/errors-`));
  const parts = await Promise.all(wanted.map((path) => files[path]?.()));
  return Object.assign({}, ...parts);
}

const stored = "parvis-language";

/** The language to start in, before the server has said which one the person keeps. */
export function firstLanguage(): Language {
  const wanted = localStorage.getItem(stored) ?? navigator.language;
  return wanted.toLowerCase().startsWith("en") ? "en" : "fr";
}

/** Changes the language of the interface and remembers it on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export async function startWords(): Promise<void> {
  const language = firstLanguage();
  document.documentElement.lang = language;
  await i18next
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: "fr",
      supportedLngs: [...languages],
      partialBundledLanguages: true,
      load: "currentOnly",
      ns: ["common"],
      defaultNS: "common",
      fallbackNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    });
}

/** For a route's loader: the words arrive beside the code of the page. */
export const words =
  (...namespaces: string[]) =>
  () =>
    i18next.loadNamespaces(namespaces);

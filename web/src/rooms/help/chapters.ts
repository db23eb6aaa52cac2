import type { Language } from "@/i18n/i18n";

const files = import.meta.glob<string>("../../../../docs/guide/*/*.md", { query: "?raw", import: "default" });

/** The chapters that are known to pair in both languages, in reading order; a file not listed here comes after. */
const order: readonly { id: string; fr: string; en: string }[] = [
  { id: "calendar", fr: "calendrier", en: "calendar" },
  { id: "composer", fr: "composer", en: "composer" },
  { id: "review", fr: "validation", en: "review" },
  { id: "library", fr: "mediatheque", en: "library" },
  { id: "strategy", fr: "strategie", en: "strategy" },
  { id: "channels", fr: "comptes", en: "channels" },
  { id: "public-page", fr: "page-publique", en: "public-page" },
  { id: "webhook", fr: "webhook", en: "webhook" },
  { id: "notifications", fr: "notifications", en: "notifications" },
  { id: "members", fr: "membres", en: "members" },
  { id: "security", fr: "securite", en: "security" },
  { id: "install", fr: "installation", en: "install" },
  { id: "backup", fr: "sauvegarde", en: "backup" },
];

export interface Chapter {
  id: string;
  read: () => Promise<string>;
}

/** The chapters of the guide in a language. */
export function chaptersIn(language: Language): Chapter[] {
  const names = new Map<string, () => Promise<string>>();
  for (const [path, read] of Object.entries(files)) {
    const [folder, file = ""] = path.split("/").slice(-2);
    if (folder === language) {
      names.set(file.replace(/\.md$/, ""), read);
    }
  }
  const listed = order.flatMap((chapter) => {
    const read = names.get(chapter[language]);
    names.delete(chapter[language]);
    return read ? [{ id: chapter.id, read }] : [];
  });
  const others = [...names].sort(([a], [b]) => a.localeCompare(b)).map(([id, read]) => ({ id, read }));
  return [...listed, ...others];
}

/** The chapter that a link of the guide leads to, whatever the language its file is named in. */
export function chapterOf(href: string): string | undefined {
  const name = href.match(/([\w-]+)\.md(#.*)?$/)?.[1];
  return name && (order.find((chapter) => chapter.fr === name || chapter.en === name)?.id ?? name);
}

/** The title of a chapter: its first heading. */
export function titleOf(text: string): string {
  return text.match(/^#\s+(.+)$/m)?.[1] ?? "";
}

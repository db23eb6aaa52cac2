import { useQueries } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import Markdown from "markdown-to-jsx";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/components/PageHeader";
import { useWorkspace } from "@/frame/workspace";
import type { Language } from "@/i18n/i18n";
import { PageWaiting } from "@/pages/PageStates";
import { chapterOf, chaptersIn, titleOf } from "./chapters";
import classes from "./Help.module.css";

/** The guide, in the application and in the reader's language. */
export default function HelpPage() {
  const { t, i18n } = useTranslation("help");
  const { path } = useWorkspace();
  const { chapter: wanted } = useParams({ strict: false }) as { chapter?: string };
  const language = (i18n.resolvedLanguage ?? "fr") as Language;
  const chapters = chaptersIn(language);
  const texts = useQueries({
    queries: chapters.map((chapter) => ({
      queryKey: ["guide", language, chapter.id],
      queryFn: chapter.read,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const at = Math.max(
    0,
    chapters.findIndex((chapter) => chapter.id === wanted),
  );
  const text = texts[at]?.data;
  return (
    <>
      <PageHeader title={t("title")} meta={t("says")} />
      <div className={classes.layout}>
        <nav className={classes.nav} aria-label={t("chapters")}>
          <ul>
            {chapters.map((chapter, i) => (
              <li key={chapter.id}>
                <Link
                  to={path("help", chapter.id)}
                  className={classes.link}
                  aria-current={i === at ? "page" : undefined}
                >
                  {titleOf(texts[i]?.data ?? "") || chapter.id}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <article className={classes.text} lang={language}>
          {text === undefined ? <PageWaiting /> : <Chapter text={text} />}
        </article>
      </div>
    </>
  );
}

function Chapter({ text }: { text: string }) {
  return (
    <Markdown options={{ disableParsingRawHTML: true, overrides: { a: { component: GuideLink } } }}>
      {text}
    </Markdown>
  );
}

/** A link to another chapter stays in the application; the others open beside it. */
function GuideLink({ href = "", children }: { href?: string; children?: React.ReactNode }) {
  const { path } = useWorkspace();
  const chapter = /^https?:/.test(href) ? undefined : chapterOf(href);
  if (chapter) {
    return <Link to={path("help", chapter)}>{children}</Link>;
  }
  return href.startsWith("#") ? (
    <a href={href}>{children}</a>
  ) : (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

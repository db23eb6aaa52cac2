import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DiffText.module.css";
import { diffWords } from "./diff";

/** A text with what went struck out and what came underlined; both are told to screen readers. */
export function DiffText({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("review");
  const changes = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <>
      {changes.map((change, i) => {
        if (change.kind === "same") return <span key={i}>{change.text}</span>;
        const Tag = change.kind === "gone" ? "del" : "ins";
        return (
          <Tag key={i} className={change.kind === "gone" ? classes.gone : classes.fresh}>
            <span className="pv-sr">{t(`diff.${change.kind}`)} </span>
            {change.text}
          </Tag>
        );
      })}
    </>
  );
}

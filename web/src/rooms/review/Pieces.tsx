import { useTranslation } from "react-i18next";
import type { Piece } from "@/queries/governance";
import classes from "./DiffText.module.css";

/** A compared text as the server gives it: what went struck out, what came underlined. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  const { t } = useTranslation("review");
  return (
    <>
      {pieces.map((piece, i) => {
        if (piece.kind === "same") return <span key={i}>{piece.text}</span>;
        const Tag = piece.kind === "removed" ? "del" : "ins";
        return (
          <Tag key={i} className={piece.kind === "removed" ? classes.gone : classes.fresh}>
            <span className="pv-sr">{t(piece.kind === "removed" ? "diff.gone" : "diff.new")} </span>
            {piece.text}
          </Tag>
        );
      })}
    </>
  );
}

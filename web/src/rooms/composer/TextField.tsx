import { type ClipboardEvent, type KeyboardEvent, type RefObject, useMemo } from "react";
import type { Measure } from "./count";
import { marks } from "./marks";
import classes from "./TextField.module.css";

interface Props {
  value: string;
  /** How the strictest network of this text counts it. */
  measure?: Measure;
  label: string;
  placeholder: string;
  locked: boolean;
  describedBy?: string;
  field: RefObject<HTMLTextAreaElement | null>;
  change: (text: string) => void;
  /** Files pasted with the text. */
  files: (files: File[]) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onFocus?: () => void;
}

/**
 * A plain text area over a copy of its text that carries the colours: what is
 * over the limit, hashtags, mentions and addresses. The copy makes the height.
 */
export function TextField(props: Props) {
  const {
    value,
    measure,
    label,
    placeholder,
    locked,
    describedBy,
    field,
    change,
    files,
    onKeyDown,
    onFocus,
  } = props;
  const pieces = useMemo(
    () => marks(value, measure?.level === "over" ? measure.cut : value.length),
    [value, measure],
  );
  const paste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    files(pasted);
  };
  return (
    <div className={classes.field}>
      <div className={classes.copy} aria-hidden="true">
        {pieces.map((piece, i) => (
          <span key={i} data-kind={piece.kind} data-over={piece.over || undefined}>
            {piece.text}
          </span>
        ))}
        {"\u200B"}
      </div>
      <textarea
        ref={field}
        className={classes.area}
        value={value}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={measure?.level === "over" || undefined}
        placeholder={placeholder}
        readOnly={locked}
        spellCheck
        onChange={(event) => change(event.currentTarget.value)}
        onPaste={paste}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      />
    </div>
  );
}

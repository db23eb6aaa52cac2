import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Rows.module.css";

interface Props<T> {
  label: string;
  description?: string;
  rows: readonly T[];
  onChange: (rows: T[]) => void;
  /** A new, empty row. */
  blank: T;
  addLabel: string;
  /** The inputs of one row; they need accessible names of their own. */
  children: (row: T, set: (change: Partial<T>) => void, index: number) => React.ReactNode;
}

/** A list whose lines are added, filled and removed in place. */
export function Rows<T extends object>({
  label,
  description,
  rows,
  onChange,
  blank,
  addLabel,
  children,
}: Props<T>) {
  const { t } = useTranslation();
  const set = (index: number) => (change: Partial<T>) =>
    onChange(rows.map((row, i) => (i === index ? { ...row, ...change } : row)));
  return (
    <fieldset className={classes.rows}>
      <legend>{label}</legend>
      {description && <p className="pv-xs pv-3">{description}</p>}
      {rows.map((row, index) => (
        <div key={index} className={classes.row}>
          <div className={classes.inputs}>{children(row, set(index), index)}</div>
          <ActionIcon
            size={34}
            aria-label={t("removeLine", { line: index + 1 })}
            onClick={() => onChange(rows.filter((_, i) => i !== index))}
          >
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
          onClick={() => onChange([...rows, { ...blank }])}
        >
          {addLabel}
        </Button>
      </div>
    </fieldset>
  );
}

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { useProblem } from "@/i18n/useProblem";
import classes from "./ErrorPanel.module.css";

interface Props {
  error: unknown;
  /** What the person was doing, as a short sentence; the reason follows it. */
  title?: string;
  /** The repair. */
  onRetry?: () => void;
  /** Other repairs, before “Detail”. */
  actions?: React.ReactNode;
}

/** An error in its place: what happened in the person's words, the repair, the rest behind “Detail”. */
export function ErrorPanel({ error, title, onRetry, actions }: Props) {
  const { t } = useTranslation();
  const { say } = useProblem();
  const [open, setOpen] = useState(false);
  if (!error) {
    return null;
  }
  const problem = asProblem(error);
  return (
    <div className={classes.panel} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} className="pv-red" aria-hidden />
      <div className="pv-grow">
        <p>
          {title && <strong>{title} </strong>}
          {say(error)}
        </p>
        <div className={classes.actions}>
          {onRetry && (
            <Button size="compact-sm" onClick={onRetry}>
              {t("retry")}
            </Button>
          )}
          {actions}
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen(!open)} aria-expanded={open}>
            {t("detail")}
          </Button>
        </div>
        {open && (
          <p className={classes.detail}>
            {problem.code} · {problem.status || "—"} · {problem.message}
            {problem.request && ` · ${problem.request}`}
          </p>
        )}
      </div>
    </div>
  );
}

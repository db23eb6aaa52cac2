import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "./ErrorPanel";
import classes from "./Form.module.css";

interface Props {
  onSubmit: () => void;
  children: React.ReactNode;
  error?: unknown;
  pending?: boolean;
  submit?: string;
  onCancel?: () => void;
  /** At the left of the buttons: what deletes, archives… */
  aside?: React.ReactNode;
  disabled?: boolean;
}

/** A form: its inputs in a column, its error in place, its buttons at the end. */
export function Form({ onSubmit, children, error, pending, submit, onCancel, aside, disabled }: Props) {
  const { t } = useTranslation();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <ErrorPanel error={error} />
      <div className={classes.buttons}>
        {aside}
        <span className="pv-push" />
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
        <Button type="submit" loading={pending} disabled={disabled}>
          {submit ?? t("save")}
        </Button>
      </div>
    </form>
  );
}

/** Inputs side by side where there is room. */
export function Line({ children }: { children: React.ReactNode }) {
  return <div className={classes.line}>{children}</div>;
}

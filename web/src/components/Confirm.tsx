import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { ErrorPanel } from "./ErrorPanel";

interface Props {
  title: string;
  /** What is lost. */
  children: React.ReactNode;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  pending?: boolean;
  error?: unknown;
  disabled?: boolean;
}

/** Asks before what cannot be undone, naming what is lost. */
export function Confirm({ title, children, confirm, onConfirm, onClose, pending, error, disabled }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={onClose} title={title}>
      <div className="pv-col" style={{ gap: 14 }}>
        {children}
        <ErrorPanel error={error} />
        <div className="pv-row" style={{ justifyContent: "flex-end" }}>
          <Button variant="subtle" onClick={onClose} data-autofocus>
            {t("cancel")}
          </Button>
          <Button
            variant="default"
            data-tone="danger"
            onClick={onConfirm}
            loading={pending}
            disabled={disabled}
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

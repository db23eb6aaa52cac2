import { Drawer, Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** A modal dialog whose cross has a name in the reader's language; full screen on a phone is the caller's choice. */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
  useReturnFocus();
  return <Modal closeButtonProps={{ "aria-label": t("close") }} centered {...props} />;
}

interface SideProps {
  opened: boolean;
  onClose: () => void;
  title: React.ReactNode;
  children: React.ReactNode;
  size?: number | string;
}

/** A panel that slides in from the right, over the page. */
export function SidePanel({ opened, onClose, title, children, size = 420 }: SideProps) {
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={`min(${typeof size === "number" ? `${size}px` : size}, 100vw)`}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {children}
    </Drawer>
  );
}

/** Gives the focus back to where it was when a dialog that was mounted open leaves the page. */
function useReturnFocus() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    },
    [before],
  );
}

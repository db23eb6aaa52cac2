import { Drawer, Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A modal dialog whose cross has a name in the reader's language; full screen on a phone is the caller's choice. */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
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

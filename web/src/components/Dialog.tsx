import type { ModalProps } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const Modal = lazy(() => import("./ModalBox"));
const Drawer = lazy(() => import("./DrawerBox"));

/** A modal dialog whose cross has a name in the reader's language; full screen on a phone is the caller's choice. */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
  useReturnFocus();
  const wanted = useWanted(props.opened);
  return (
    wanted && (
      <Suspense>
        <Modal closeButtonProps={{ "aria-label": t("close") }} centered {...props} />
      </Suspense>
    )
  );
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
  const wanted = useWanted(opened);
  return (
    wanted && (
      <Suspense>
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
      </Suspense>
    )
  );
}

/** The code of a dialog comes when one first opens; it stays for the way out. */
function useWanted(opened: boolean): boolean {
  const [wanted, setWanted] = useState(opened);
  if (opened && !wanted) setWanted(true);
  return wanted || opened;
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

import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Panel.module.css";

const Drawer = lazy(() => import("@/components/DrawerBox"));

interface Props {
  label: string;
  phone: boolean;
  close: () => void;
  children: ReactNode;
}

/** The panel beside the plan: over it under 1600 px, a sheet on a phone. Esc closes it and gives the focus back. */
export function Panel({ label, phone, close, children }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (phone) return;
    const before = document.activeElement;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role='dialog']"))
        return;
      latest.current();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [phone]);
  if (phone) {
    return (
      <Suspense>
        <Drawer
          opened
          onClose={close}
          position="bottom"
          size="88%"
          title={label}
          closeButtonProps={{ "aria-label": t("close") }}
          classNames={{ content: classes.sheet, body: classes.sheetBody }}
        >
          {children}
        </Drawer>
      </Suspense>
    );
  }
  return (
    <aside className={classes.panel} aria-label={label} ref={panel}>
      {children}
    </aside>
  );
}

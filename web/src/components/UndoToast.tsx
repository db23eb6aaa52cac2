import { CloseButton } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useProblem } from "@/i18n/useProblem";
import { dismiss, type Toast, toast, toastStore } from "./toast";
import classes from "./UndoToast.module.css";

/** The toasts of the application, mounted once. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read);
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {toasts.map((one) => (
        <UndoToast key={one.id} toast={one} />
      ))}
    </div>
  );
}

function UndoToast({ toast: one }: { toast: Toast }) {
  const { t } = useTranslation();
  const { say } = useProblem();
  const left = useSecondsLeft(one);
  const undo = async () => {
    dismiss(one.id);
    try {
      await one.undo?.();
    } catch (error) {
      toast.problem(say(error));
    }
  };
  return (
    <div className={classes.toast} data-tone={one.tone}>
      <span className="pv-grow">{one.message}</span>
      {one.undo && (
        <>
          <button type="button" className={classes.undo} onClick={undo}>
            {t("undo")}
          </button>
          <span className={classes.count} aria-hidden>
            {left} s
          </span>
        </>
      )}
      <CloseButton
        size="sm"
        className={classes.close}
        onClick={() => dismiss(one.id)}
        aria-label={t("close")}
      />
    </div>
  );
}

function useSecondsLeft(one: Toast): number {
  const [left, setLeft] = useState(() => secondsTo(one.until));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsTo(one.until)), 1000);
    return () => clearInterval(timer);
  }, [one.until]);
  return left;
}

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

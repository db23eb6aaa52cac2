import { IconCopy } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NetworkBadge } from "@/components/NetworkBadge";
import type { Measure } from "./count";
import classes from "./Editor.module.css";
import type { Limited } from "./rules";

export interface Tab {
  /** "original", or a channel. */
  id: string;
  channel?: Limited;
  custom: boolean;
  measure: Measure;
}

/** The original, then one tab per account, each with its count. */
export function Tabs({
  tabs,
  active,
  pick,
}: {
  tabs: readonly Tab[];
  active: string;
  pick: (id: string) => void;
}) {
  const { t } = useTranslation("composer");
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = tabs.findIndex((tab) => tab.id === active);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    pick(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className={classes.tabs} role="tablist" aria-label={t("tabs.label")} ref={list}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          className={classes.tab}
          data-tab={tab.id}
          id={`tab-${tab.id}`}
          aria-controls="composer-editor"
          aria-selected={tab.id === active}
          tabIndex={tab.id === active ? 0 : -1}
          onClick={() => pick(tab.id)}
          onKeyDown={move}
        >
          {tab.channel ? (
            <NetworkBadge network={tab.channel.network} decorative />
          ) : (
            <IconCopy size={16} aria-hidden="true" />
          )}
          <span className="pv-el">{tab.channel?.name ?? t("tabs.original")}</span>
          {tab.custom && (
            <span className={classes.own} title={t("tabs.custom")}>
              <span className="pv-sr">{t("tabs.custom")}</span>
            </span>
          )}
          <span className={classes.tabCount} data-level={tab.measure.level}>
            {tab.measure.used}
          </span>
        </button>
      ))}
    </div>
  );
}

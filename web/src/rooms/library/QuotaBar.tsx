import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Meter } from "@/components/Meter";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { usageQuery } from "@/queries/media";
import classes from "./Library.module.css";

/** How much of the workspace's room is used, and an alarm before the disk is full. */
export function QuotaBar() {
  const { t } = useTranslation("library");
  const { id } = useWorkspace();
  const format = useFormat();
  const { data } = useQuery(usageQuery(id));
  if (!data) {
    return null;
  }
  const part = data.quota > 0 ? data.used / data.quota : 0;
  const text = t("quota", { used: format.bytes(data.used), quota: format.bytes(data.quota) });
  return (
    <span className={classes.quota}>
      <Meter
        value={part}
        label={text}
        color={part > 0.9 ? "var(--pv-red)" : part > 0.8 ? "var(--pv-c2)" : undefined}
      />
      <span className="pv-num">
        {text}
        {data.disk.level !== "ok" && (
          <strong className={data.disk.level === "full" ? "pv-red" : "pv-amber"}>
            {" "}
            {t(`disk.${data.disk.level}`, { free: format.bytes(data.disk.free) })}
          </strong>
        )}
      </span>
    </span>
  );
}

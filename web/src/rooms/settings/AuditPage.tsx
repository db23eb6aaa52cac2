import { Button, Select, Skeleton } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconLock } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type AuditRow, auditQuery } from "@/queries/audit";
import { membersQuery } from "@/queries/identity";
import classes from "./Audit.module.css";
import { SettingsPage } from "./SettingsPage";

const roomsOfActions = [
  "identity",
  "strategy",
  "channels",
  "media",
  "editorial",
  "governance",
  "dispatch",
  "site",
];

/** Who did what, and when; sealed rows cannot be changed without a trace. */
export default function AuditPage() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const [action, setAction] = useState("");
  const [actor, setActor] = useState("");
  const { data: members } = useQuery(membersQuery(id));
  const rows = useInfiniteQuery(auditQuery(id, { action, actor }));
  return (
    <SettingsPage>
      <Section
        flush
        title={t("audit.title")}
        says={t("audit.says")}
        actions={
          <div className="pv-row pv-wrap">
            <Select
              size="xs"
              aria-label={t("audit.room")}
              placeholder={t("audit.room")}
              clearable
              value={action || null}
              onChange={(value) => setAction(value ?? "")}
              data={roomsOfActions.map((room) => ({ value: `${room}.`, label: t(`audit.rooms.${room}`) }))}
            />
            <Select
              size="xs"
              aria-label={t("audit.who")}
              placeholder={t("audit.who")}
              clearable
              searchable
              value={actor || null}
              onChange={(value) => setActor(value ?? "")}
              data={(members ?? []).map((member) => ({ value: member.userId, label: member.name }))}
            />
          </div>
        }
      >
        {rows.isPending && <Skeleton height={240} mx={16} mb={16} w="auto" />}
        {rows.error && <ErrorPanel error={rows.error} onRetry={() => rows.refetch()} />}
        {rows.data?.length === 0 && (
          <EmptyState bare title={t("audit.empty")}>
            {t("audit.emptyWhy")}
          </EmptyState>
        )}
        {rows.data && rows.data.length > 0 && (
          <ol>
            {rows.data.map((row) => (
              <Row key={row.seq} row={row} />
            ))}
          </ol>
        )}
        {rows.hasNextPage && (
          <div className={classes.more}>
            <Button variant="default" loading={rows.isFetchingNextPage} onClick={() => rows.fetchNextPage()}>
              {t("common:loadMore")}
            </Button>
          </div>
        )}
      </Section>
    </SettingsPage>
  );
}

/** Details that only a program reads; the API and the export have them. */
const mute = new Set(["hash", "revision", "key"]);

function Row({ row }: { row: AuditRow }) {
  const { t, i18n } = useTranslation("settings");
  const format = useFormat();
  const key = `audit.actions.${row.action.replace(".", "_")}`;
  const detail = Object.entries(row.detail ?? {}).filter(([name]) => !mute.has(name));
  const told = ([name, value]: [string, string]) =>
    /^\d{4}-\d\d-\d\dT/.test(value)
      ? format.dayTime(value)
      : i18n.exists(`common:status.${value}`)
        ? t(`common:status.${value}`)
        : `${name} = ${value}`;
  return (
    <li className={classes.row}>
      <time dateTime={row.at} className="pv-num pv-3">
        {format.date(row.at)} {format.time(row.at)}
      </time>
      <div>
        <strong>{row.name || t("audit.program")}</strong>{" "}
        {i18n.exists(`settings:${key}`) ? t(key) : row.action}
        <span className="pv-3"> {row.object}</span>
        {detail.length > 0 && <p className="pv-xs pv-3">{detail.map(told).join(" · ")}</p>}
        {row.erased && <p className="pv-xs pv-3">{t("audit.erased")}</p>}
      </div>
      {row.sealed && <IconLock size={14} stroke={2} className="pv-3" aria-label={t("audit.sealed")} />}
    </li>
  );
}

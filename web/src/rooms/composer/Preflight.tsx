import { ActionIcon, Button, Collapse, Skeleton } from "@mantine/core";
import { IconAlertCircle, IconChevronDown, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "@/components/ErrorPanel";
import { NetworkBadge } from "@/components/NetworkBadge";
import { useFormat } from "@/i18n/useFormat";
import type { Preflight as Found, Line } from "@/queries/editorial";
import classes from "./Preflight.module.css";
import type { Limited } from "./rules";

interface Props {
  found: Found | undefined;
  error: unknown;
  retry: () => void;
  channels: readonly Limited[];
  zone: string;
  /** True while what is shown is about an older text. */
  checking: boolean;
  locked: boolean;
  fix: (line: Line) => void;
}

const icons = { blocking: IconCircleX, advice: IconAlertCircle, passed: IconCircleCheck };

/** What stands in the way, what could be better, what is in order; each with what mends it. */
export function Preflight({ found, error, retry, channels, zone, checking, locked, fix }: Props) {
  const { t } = useTranslation("composer");
  const [open, setOpen] = useState(true);
  if (error) return <ErrorPanel error={error} title={t("preflight.failed")} onRetry={retry} />;
  const wanting = found?.lines.filter((line) => line.severity !== "passed") ?? [];
  const passed = found?.lines.filter((line) => line.severity === "passed") ?? [];
  return (
    <section
      className={classes.panel}
      aria-labelledby="composer-preflight"
      aria-busy={checking}
      id="preflight"
    >
      <header className={classes.head}>
        <h2 id="composer-preflight">{t("preflight.title")}</h2>
        {found && (
          <p className={classes.counts} role="status">
            {found.blocking > 0 && (
              <Count kind="blocking" words={t("preflight.blocking", { count: found.blocking })} />
            )}
            {found.advice > 0 && (
              <Count kind="advice" words={t("preflight.advice", { count: found.advice })} />
            )}
            <Count kind="passed" words={t("preflight.passed", { count: found.passed })} />
          </p>
        )}
        <ActionIcon
          variant="subtle"
          size={28}
          aria-expanded={open}
          aria-controls="preflight-lines"
          aria-label={t(open ? "preflight.fold" : "preflight.unfold")}
          onClick={() => setOpen(!open)}
        >
          <IconChevronDown size={16} className={classes.chevron} data-open={open || undefined} />
        </ActionIcon>
      </header>
      <Collapse expanded={open} id="preflight-lines">
        {!found && <Skeleton height={64} m={12} />}
        <ul className={classes.lines}>
          {wanting.map((line, i) => (
            <PreflightLine
              key={`${line.code}${i}`}
              line={line}
              channels={channels}
              zone={zone}
              locked={locked}
              fix={fix}
            />
          ))}
          {passed.length > 0 && (
            <li className={classes.line} data-kind="passed">
              <IconCircleCheck size={16} aria-hidden="true" />
              <span className="pv-grow">
                <span className="pv-sr">{t("preflight.passedList")}</span>
                {passed.map((line) => t(`line.${codeOf(line)}`)).join(", ")}
              </span>
            </li>
          )}
        </ul>
      </Collapse>
    </section>
  );
}

function Count({ kind, words }: { kind: Line["severity"]; words: string }) {
  const Glyph = icons[kind];
  return (
    <span className={classes.count} data-kind={kind}>
      <Glyph size={14} aria-hidden="true" />
      {words}
    </span>
  );
}

interface LineProps extends Pick<Props, "channels" | "zone" | "locked" | "fix"> {
  line: Line;
}

function PreflightLine({ line, channels, zone, locked, fix }: LineProps) {
  const { t } = useTranslation("composer");
  const format = useFormat(zone);
  const channel = channels.find((one) => one.id === line.channel);
  const Glyph = icons[line.severity];
  const args = { ...line.args, ...(line.args.at ? { at: format.dayTime(line.args.at) } : {}) };
  const count = Number(line.args.over ?? line.args.count ?? 0);
  return (
    <li className={classes.line} data-kind={line.severity}>
      <Glyph size={16} aria-hidden="true" />
      {channel && <NetworkBadge network={channel.network} label={channel.name} />}
      <span className="pv-grow">
        <span className="pv-sr">{t(`preflight.is_${line.severity}`)} </span>
        {t(`line.${codeOf(line)}`, { ...args, count })}
      </span>
      {line.fix && !locked && (
        <Button
          variant="subtle"
          data-tone="accent"
          size="compact-sm"
          className={classes.fix}
          onClick={() => fix(line)}
        >
          {t(`fix.${line.fix.kind}`)}
        </Button>
      )}
    </li>
  );
}

/** "preflight.text_too_long" as the key of its sentence. */
function codeOf(line: Line): string {
  return line.code.replace(/^preflight\./, "");
}

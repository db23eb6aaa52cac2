import "@/theme/mantine-forms.css";
import { Button, Group, Switch, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Temporal } from "temporal-polyfill";
import { Dialog } from "@/components/Dialog";
import { judgeDrop, mayMove } from "./drop";
import classes from "./MoveDialog.module.css";
import { headline, type Planned } from "./plan";
import { wallText } from "./walltime";
import { clock } from "./words";

interface Props {
  item: Planned;
  zone: string;
  margin: string | number;
  now: Temporal.Instant;
  close: () => void;
  move: (item: Planned, wall: Temporal.PlainDateTime, copy: boolean) => void;
}

/** Moves or copies a post without a pointer: the date, the hour, and what they would mean. */
export default function MoveDialog({ item, zone, margin, now, close, move }: Props) {
  const { t } = useTranslation("calendar");
  const [text, setText] = useState(wallText(item.wall));
  const fixed = !mayMove(item.card.status);
  const [copy, setCopy] = useState(fixed);
  const wall = parse(text);
  const post = { status: item.card.status, at: item.instant };
  const verdict = wall && judgeDrop(post, wall, zone, now, margin, copy);
  const ready = verdict !== undefined && verdict.refusal === undefined;
  return (
    <Dialog opened onClose={close} title={t(copy ? "move.copyTitle" : "move.title")} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (verdict && ready) move(item, verdict.wall, copy);
        }}
      >
        <div className={classes.form}>
          <p className="pv-2 pv-el">{headline(item.card)}</p>
          <TextInput
            type="datetime-local"
            label={t("move.when", { zone })}
            value={text}
            step={60}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
            error={verdict?.refusal === "past" ? t("drop.past") : undefined}
          />
          <Switch
            label={t("move.copy")}
            description={fixed ? t("drop.gone") : undefined}
            checked={copy}
            disabled={fixed}
            onChange={(event) => setCopy(event.currentTarget.checked)}
          />
          {verdict?.fit === "gap" && <Warning>{t("drop.gap", { time: clock(verdict.wall) })}</Warning>}
          {verdict?.fit === "fold" && <Warning>{t("drop.fold", { time: clock(verdict.wall) })}</Warning>}
          {verdict?.reopens && <Warning>{t("drop.reopens")}</Warning>}
          <Group justify="flex-end" gap={8}>
            <Button variant="subtle" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!ready}>
              {t(copy ? "move.doCopy" : "move.do")}
            </Button>
          </Group>
        </div>
      </form>
    </Dialog>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className={classes.warning} role="status">
      <IconAlertTriangle size={16} aria-hidden="true" />
      {children}
    </p>
  );
}

function parse(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return undefined;
  }
}

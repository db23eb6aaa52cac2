import { Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Draft } from "@/queries/editorial";
import classes from "./Side.module.css";
import { useTyped } from "./useTyped";

interface Props {
  draft: Draft;
  locked: boolean;
  setLate: (late: number) => void;
  setTitle: (title: string) => void;
  setState: (state: Draft["state"]) => void;
}

const lateness = [0, 5, 15, 30, 60, 240, 1440];

/** What holds for the whole post: its name in the team, and what to do when its hour is missed. */
export function Options({ draft, locked, setLate, setTitle, setState }: Props) {
  const { t } = useTranslation("composer");
  const [name, setName] = useTyped(draft.title, setTitle);
  const known = lateness.includes(draft.late) ? lateness : [...lateness, draft.late].sort((a, b) => a - b);
  return (
    <section className={classes.block} aria-labelledby="composer-options">
      <h2 id="composer-options">{t("options.title")}</h2>
      <TextInput
        size="sm"
        label={t("options.name")}
        description={t("options.nameHelp")}
        value={name}
        maxLength={200}
        disabled={locked}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Switch
        label={t("options.idea")}
        checked={draft.state === "idea"}
        disabled={locked}
        onChange={(event) => setState(event.currentTarget.checked ? "idea" : "draft")}
      />
      <Select
        size="sm"
        label={t("options.late")}
        description={t("options.lateHelp")}
        allowDeselect={false}
        disabled={locked}
        value={String(draft.late)}
        data={known.map((minutes) => ({
          value: String(minutes),
          label: t("options.minutes", { context: span(minutes), count: minutes, hours: minutes / 60 }),
        }))}
        onChange={(value) => value && setLate(Number(value))}
      />
    </section>
  );
}

function span(minutes: number): string {
  if (minutes === 0) return "none";
  return minutes >= 60 && minutes % 60 === 0 ? "hours" : "short";
}

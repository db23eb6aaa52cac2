import { MultiSelect, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Draft, Label, Links, StageName } from "@/queries/editorial";
import classes from "./Side.module.css";

/** Something to choose by its name. */
export interface Named {
  id: string;
  name: string;
}

export interface StrategyChoices {
  campaigns: readonly Named[];
  pillars: readonly Named[];
  objectives: readonly Named[];
  audiences: readonly Named[];
  labels: readonly Label[];
}

interface Props {
  draft: Draft;
  choices: StrategyChoices;
  locked: boolean;
  setLinks: (links: Links) => void;
  setLabels: (labels: string[]) => void;
}

const stages: readonly StageName[] = ["awareness", "consideration", "conversion", "loyalty"];

/** Where the post belongs in the strategy, so that any figure walks back to its reason. */
export function Classify({ draft, choices, locked, setLinks, setLabels }: Props) {
  const { t } = useTranslation("composer");
  const pick = (key: Exclude<keyof Links, "stage">, from: readonly Named[]) => (
    <>
      <label htmlFor={`composer-${key}`}>{t(`classify.${key}`)}</label>
      <Select
        id={`composer-${key}`}
        size="xs"
        clearable
        searchable={from.length > 8}
        disabled={locked}
        placeholder={t("classify.choose")}
        value={draft.links[key] || null}
        data={from.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value) => setLinks({ ...draft.links, [key]: value ?? "" })}
      />
    </>
  );
  return (
    <section className={classes.block} aria-labelledby="composer-classify">
      <h2 id="composer-classify">{t("classify.title")}</h2>
      <div className={classes.pairs}>
        {pick("campaign", choices.campaigns)}
        {pick("pillar", choices.pillars)}
        {pick("objective", choices.objectives)}
        {pick("audience", choices.audiences)}
        <label htmlFor="composer-stage">{t("classify.stage")}</label>
        <Select
          id="composer-stage"
          size="xs"
          clearable
          disabled={locked}
          placeholder={t("classify.choose")}
          value={draft.links.stage || null}
          data={stages.map((value) => ({ value, label: t(`stage.${value}`) }))}
          onChange={(value) => setLinks({ ...draft.links, stage: (value as StageName) ?? "" })}
        />
        <label htmlFor="composer-labels">{t("classify.labels")}</label>
        <MultiSelect
          id="composer-labels"
          size="xs"
          disabled={locked}
          placeholder={draft.labels.length === 0 ? t("classify.choose") : undefined}
          value={draft.labels}
          data={choices.labels.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setLabels}
        />
      </div>
    </section>
  );
}

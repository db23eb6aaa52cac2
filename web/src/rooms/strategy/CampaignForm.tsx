import { MultiSelect, NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Line } from "@/components/Form";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import {
  audiencesQuery,
  type Campaign,
  type CampaignFields,
  campaignStates,
  objectivesQuery,
  pillarsQuery,
  reaches,
  useSaveItem,
} from "@/queries/strategy";
import { HuePicker, hues } from "./HuePicker";
import { ItemPanel } from "./ItemPanel";
import { KpiRows } from "./KpiRows";

const blank: CampaignFields = {
  name: "",
  description: "",
  colour: hues[0] ?? "",
  state: "draft",
  reach: "organic",
  objective: "",
  audiences: [],
  pillars: [],
  kpis: [],
  keyMessages: [],
  starts: "",
  ends: "",
  currency: "EUR",
  budget: null,
  spend: null,
};

export function CampaignForm({ campaign, onClose }: { campaign?: Campaign; onClose: () => void }) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const { data: objectives } = useQuery(objectivesQuery(id));
  const { data: audiences } = useQuery(audiencesQuery(id));
  const { data: pillars } = useQuery(pillarsQuery(id));
  const { fieldErrors } = useProblem();
  const { value, set, text, pick } = useFields<CampaignFields>(campaign ? fieldsOf(campaign) : blank);
  const save = useSaveItem("campaigns", id);
  const errors = fieldErrors(save.error);
  const money = (field: "budget" | "spend") => ({
    label: t(`campaigns.${field}`),
    suffix: `\u00A0${value.currency === "EUR" ? "€" : value.currency}`,
    decimalScale: 2,
    min: 0,
    hideControls: true,
    thousandSeparator: "\u00A0",
    decimalSeparator: ",",
    value: value[field] === null ? "" : (value[field] ?? 0) / 100,
    onChange: (next: string | number) =>
      set({ [field]: next === "" ? null : Math.round(Number(next) * 100) }),
    error: errors[field],
  });
  return (
    <ItemPanel
      noun="campaigns"
      title={campaign ? t("campaigns.edit") : t("campaigns.new")}
      item={campaign}
      onClose={onClose}
      onSubmit={() => save.mutate({ fields: value, over: campaign }, { onSuccess: onClose })}
      error={save.error}
      pending={save.isPending}
    >
      <TextInput
        label={t("campaigns.name")}
        required
        withAsterisk={false}
        {...text("name")}
        error={errors.name}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        {...text("description")}
        error={errors.description}
      />
      <Line>
        <TextInput type="date" label={t("campaigns.starts")} {...text("starts")} error={errors.starts} />
        <TextInput type="date" label={t("campaigns.ends")} {...text("ends")} error={errors.ends} />
      </Line>
      <Line>
        <Select
          label={t("campaigns.state")}
          allowDeselect={false}
          data={campaignStates.map((state) => ({ value: state, label: t(`campaigns.states.${state}`) }))}
          {...pick("state")}
        />
        <Select
          label={t("campaigns.reach")}
          allowDeselect={false}
          data={reaches.map((reach) => ({ value: reach, label: t(`campaigns.reaches.${reach}`) }))}
          {...pick("reach")}
        />
      </Line>
      <Select
        label={t("objectives.one")}
        clearable
        data={(objectives ?? []).map((one) => ({ value: one.id, label: one.title }))}
        value={value.objective || null}
        onChange={(objective) => set({ objective: objective ?? "" })}
        error={errors.objective}
      />
      <MultiSelect
        label={t("tabs.audiences")}
        data={(audiences ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={value.audiences}
        onChange={(list) => set({ audiences: list })}
      />
      <MultiSelect
        label={t("pillars.title")}
        data={(pillars ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={value.pillars}
        onChange={(list) => set({ pillars: list })}
      />
      <Line>
        <NumberInput {...money("budget")} />
        <NumberInput {...money("spend")} />
      </Line>
      <TagsInput
        label={t("campaigns.messages")}
        value={value.keyMessages}
        onChange={(keyMessages) => set({ keyMessages })}
        acceptValueOnBlur
        splitChars={[";"]}
      />
      <KpiRows kpis={value.kpis} onChange={(kpis) => set({ kpis })} errors={errors} />
      <HuePicker label={t("pillars.colour")} value={value.colour} onChange={(colour) => set({ colour })} />
    </ItemPanel>
  );
}

function fieldsOf(campaign: Campaign): CampaignFields {
  const fields = { ...blank };
  for (const name of Object.keys(blank) as (keyof CampaignFields)[]) {
    Object.assign(fields, { [name]: campaign[name] });
  }
  return fields;
}

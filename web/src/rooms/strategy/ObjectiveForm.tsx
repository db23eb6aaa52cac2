import { Select, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Line } from "@/components/Form";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { membersQuery } from "@/queries/identity";
import { goals, type Objective, type ObjectiveFields, useSaveItem } from "@/queries/strategy";
import { ItemPanel } from "./ItemPanel";
import { KpiRows } from "./KpiRows";

const blank: ObjectiveFields = {
  title: "",
  description: "",
  goal: "awareness",
  kpis: [{ name: "", unit: "", baseline: null, target: null, current: null }],
  date: "",
  owner: "",
};

export function ObjectiveForm({ objective, onClose }: { objective?: Objective; onClose: () => void }) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const { data: members } = useQuery(membersQuery(id));
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields<ObjectiveFields>(objective ? fieldsOf(objective) : blank);
  const save = useSaveItem("objectives", id);
  const errors = fieldErrors(save.error);
  return (
    <ItemPanel
      noun="objectives"
      title={objective ? t("objectives.edit") : t("objectives.new")}
      item={objective}
      onClose={onClose}
      onSubmit={() => save.mutate({ fields: value, over: objective }, { onSuccess: onClose })}
      error={save.error}
      pending={save.isPending}
    >
      <TextInput
        label={t("objectives.name")}
        placeholder={t("objectives.nameHint")}
        required
        withAsterisk={false}
        {...text("title")}
        error={errors.title}
      />
      <Line>
        <Select
          label={t("objectives.goal")}
          data={goals.map((goal) => ({ value: goal, label: t(`goals.${goal}`) }))}
          value={value.goal}
          allowDeselect={false}
          onChange={(goal) => goal && set({ goal: goal as ObjectiveFields["goal"] })}
          error={errors.goal}
        />
        <TextInput label={t("objectives.date")} type="date" {...text("date")} error={errors.date} />
      </Line>
      <Select
        label={t("objectives.owner")}
        data={(members ?? []).map((member) => ({ value: member.id, label: member.name }))}
        value={value.owner || null}
        onChange={(owner) => set({ owner: owner ?? "" })}
        clearable
        error={errors.owner}
      />
      <Textarea
        label={t("description")}
        autosize
        minRows={2}
        {...text("description")}
        error={errors.description}
      />
      <KpiRows kpis={value.kpis} onChange={(kpis) => set({ kpis })} errors={errors} />
    </ItemPanel>
  );
}

/** Only what a person writes: the server refuses what it computes. */
function fieldsOf({ title, description, goal, kpis, date, owner }: Objective): ObjectiveFields {
  return {
    title,
    description,
    goal,
    date,
    owner,
    kpis: kpis.map(({ name, unit, baseline, target, current }) => ({
      name,
      unit,
      baseline,
      target,
      current,
    })),
  };
}

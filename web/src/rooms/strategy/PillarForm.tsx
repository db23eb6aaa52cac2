import { NumberInput, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useTranslation } from "react-i18next";
import { Line } from "@/components/Form";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { type Pillar, type PillarFields, useSaveItem } from "@/queries/strategy";
import { HuePicker, hues } from "./HuePicker";
import { ItemPanel } from "./ItemPanel";

export function PillarForm({ pillar, onClose }: { pillar?: Pillar; onClose: () => void }) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields<PillarFields>({
    name: pillar?.name ?? "",
    colour: pillar?.colour ?? hues[0] ?? "#2A3BBF",
    description: pillar?.description ?? "",
    share: pillar?.share ?? 20,
    perWeek: pillar?.perWeek ?? 0,
  });
  const save = useSaveItem("pillars", id);
  const errors = fieldErrors(save.error);
  return (
    <ItemPanel
      noun="pillars"
      title={pillar ? t("pillars.edit") : t("pillars.new")}
      item={pillar}
      onClose={onClose}
      onSubmit={() => save.mutate({ fields: value, over: pillar }, { onSuccess: onClose })}
      error={save.error}
      pending={save.isPending}
    >
      <TextInput
        label={t("pillars.name")}
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
        <NumberInput
          label={t("pillars.share")}
          suffix={"\u00A0%"}
          min={0}
          max={100}
          value={value.share}
          onChange={(share) => set({ share: Number(share) })}
          error={errors.share}
        />
        <NumberInput
          label={t("pillars.perWeek")}
          min={0}
          max={500}
          value={value.perWeek}
          onChange={(perWeek) => set({ perWeek: Number(perWeek) })}
          error={errors.perWeek}
        />
      </Line>
      <HuePicker label={t("pillars.colour")} value={value.colour} onChange={(colour) => set({ colour })} />
    </ItemPanel>
  );
}

import { NumberInput, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Line } from "@/components/Form";
import { networkName } from "@/components/NetworkBadge";
import { Rows } from "@/components/Rows";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { networksQuery } from "@/queries/channels";
import { type Audience, type AudienceFields, useSaveItem } from "@/queries/strategy";
import { ItemPanel } from "./ItemPanel";

const blank: AudienceFields = {
  name: "",
  description: "",
  ageFrom: null,
  ageTo: null,
  languages: ["fr"],
  place: "",
  interests: [],
  networks: [],
  active: [],
  needs: [],
  objections: [],
};

const weekdays = [1, 2, 3, 4, 5, 6, 7];

export function AudienceForm({ audience, onClose }: { audience?: Audience; onClose: () => void }) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const { data: networks } = useQuery(networksQuery(id));
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields<AudienceFields>(audience ? fieldsOf(audience) : blank);
  const save = useSaveItem("audiences", id);
  const errors = fieldErrors(save.error);
  const tags = (field: "languages" | "interests" | "needs" | "objections") => ({
    label: t(`audiences.${field}`),
    placeholder: value[field].length ? undefined : t("audiences.enter"),
    value: value[field],
    onChange: (list: string[]) => set({ [field]: list }),
    error: errors[field],
    acceptValueOnBlur: true,
    splitChars: [";"],
  });
  const age = (field: "ageFrom" | "ageTo") => ({
    label: t(`audiences.${field}`),
    min: 0,
    max: 120,
    hideControls: true,
    value: value[field] ?? "",
    onChange: (next: string | number) => set({ [field]: next === "" ? null : Number(next) }),
    error: errors[field],
  });
  const networkNames = [...new Set([...(networks ?? []).map((n) => n.name), ...value.networks])];
  return (
    <ItemPanel
      noun="audiences"
      title={audience ? t("audiences.edit") : t("audiences.new")}
      item={audience}
      onClose={onClose}
      onSubmit={() => save.mutate({ fields: value, over: audience }, { onSuccess: onClose })}
      error={save.error}
      pending={save.isPending}
    >
      <TextInput
        label={t("audiences.name")}
        placeholder={t("audiences.nameHint")}
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
        <NumberInput {...age("ageFrom")} />
        <NumberInput {...age("ageTo")} />
        <TextInput label={t("audiences.place")} {...text("place")} error={errors.place} />
      </Line>
      <TagsInput {...tags("languages")} />
      <TagsInput {...tags("needs")} />
      <TagsInput {...tags("objections")} />
      <TagsInput {...tags("interests")} />
      <TagsInput
        label={t("audiences.networks")}
        data={networkNames.map((name) => ({ value: name, label: networkName(name) }))}
        value={value.networks}
        onChange={(list) => set({ networks: list })}
        error={errors.networks}
      />
      <Rows
        label={t("audiences.active")}
        rows={value.active}
        onChange={(active) => set({ active })}
        blank={{ weekday: 1, from: 18, to: 20 }}
        addLabel={t("audiences.addHours")}
      >
        {(hours, change, i) => (
          <>
            <Select
              aria-label={t("audiences.weekday")}
              data={weekdays.map((day) => ({ value: String(day), label: t(`weekdays.${day}`) }))}
              value={String(hours.weekday)}
              allowDeselect={false}
              onChange={(day) => day && change({ weekday: Number(day) })}
              error={errors[`active.${i}`]}
            />
            <NumberInput
              aria-label={t("audiences.from")}
              suffix={"\u00A0h"}
              min={0}
              max={23}
              hideControls
              value={hours.from}
              onChange={(v) => change({ from: Number(v) })}
            />
            <NumberInput
              aria-label={t("audiences.to")}
              suffix={"\u00A0h"}
              min={1}
              max={24}
              hideControls
              value={hours.to}
              onChange={(v) => change({ to: Number(v) })}
            />
          </>
        )}
      </Rows>
    </ItemPanel>
  );
}

function fieldsOf(audience: Audience): AudienceFields {
  const {
    name,
    description,
    ageFrom,
    ageTo,
    languages,
    place,
    interests,
    networks,
    active,
    needs,
    objections,
  } = audience;
  return {
    name,
    description,
    ageFrom,
    ageTo,
    languages,
    place,
    interests,
    networks,
    active,
    needs,
    objections,
  };
}

import { NumberInput, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useTranslation } from "react-i18next";
import type { NetworkField } from "@/queries/channels";

interface Props {
  network: string;
  fields: readonly NetworkField[];
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
  errors: Record<string, string>;
  /** Empty keeps what was there: nothing is required. */
  keepEmpty?: boolean;
}

/** A form drawn from what the network declares; a new network brings its form with it. */
export function NetworkForm({ network, fields, value, onChange, errors, keepEmpty }: Props) {
  const { t, i18n } = useTranslation("networks");
  const word = (name: string, part: string) => {
    const key = `${network}.${name}.${part}`;
    return i18n.exists(`networks:${key}`) ? t(key) : undefined;
  };
  return (
    <>
      {fields.map((field) => {
        const common = {
          label: word(field.name, "label") ?? field.name,
          description: word(field.name, "help"),
          error: errors[`form.${field.name}`],
          required: field.required && !keepEmpty,
          withAsterisk: false,
          placeholder: keepEmpty && field.kind === "secret" ? t("kept") : undefined,
        };
        const current = value[field.name] ?? field.default;
        const set = (next: string) => onChange({ ...value, [field.name]: next });
        switch (field.kind) {
          case "secret":
            return (
              <PasswordInput
                key={field.name}
                {...common}
                autoComplete="off"
                value={current}
                onChange={(e) => set(e.currentTarget.value)}
              />
            );
          case "choice":
            return (
              <Select
                key={field.name}
                {...common}
                allowDeselect={false}
                data={field.choices.map((choice) => ({
                  value: choice,
                  label: word(field.name, `choices.${choice}`) ?? choice,
                }))}
                value={current || null}
                onChange={(next) => set(next ?? "")}
              />
            );
          case "boolean":
            return (
              <Switch
                key={field.name}
                label={common.label}
                description={common.description}
                checked={current === "true"}
                onChange={(e) => set(String(e.currentTarget.checked))}
              />
            );
          case "number":
            return (
              <NumberInput
                key={field.name}
                {...common}
                value={current}
                onChange={(next) => set(String(next))}
              />
            );
          default:
            return (
              <TextInput
                key={field.name}
                {...common}
                type={field.kind === "url" ? "url" : "text"}
                value={current}
                onChange={(e) => set(e.currentTarget.value)}
              />
            );
        }
      })}
    </>
  );
}

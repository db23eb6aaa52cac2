import { Select } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { versionsQuery } from "@/queries/strategy";

interface Props {
  which: "platform" | "charter";
  /** Undefined is the last version, which can be edited. */
  value: number | undefined;
  onChange: (version: number | undefined) => void;
}

/** The versions of a document: who wrote each, and when. */
export function VersionPicker({ which, value, onChange }: Props) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const format = useFormat();
  const { data: versions } = useQuery(versionsQuery(which, id));
  if (!versions || versions.length < 2) {
    return null;
  }
  return (
    <Select
      size="xs"
      w={300}
      maw="100%"
      aria-label={t("versions.title")}
      allowDeselect={false}
      value={String(value ?? versions[0]?.number)}
      onChange={(number) => onChange(Number(number) === versions[0]?.number ? undefined : Number(number))}
      data={versions.map((version) => ({
        value: String(version.number),
        label: t("versions.one", {
          number: version.number,
          who: version.createdBy?.name || "Parvis",
          when: version.createdAt ? format.near(version.createdAt) : "",
        }),
      }))}
    />
  );
}

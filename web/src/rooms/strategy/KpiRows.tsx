import { NumberInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Rows } from "@/components/Rows";
import type { Kpi } from "@/queries/strategy";

const blank: Kpi = { name: "", unit: "", baseline: null, target: null, current: null };

/** Measures with their numbers as entered; an empty number is “not available”. */
export function KpiRows({
  kpis,
  onChange,
  errors,
}: {
  kpis: Kpi[];
  onChange: (kpis: Kpi[]) => void;
  errors: Record<string, string>;
}) {
  const { t, i18n } = useTranslation("strategy");
  return (
    <Rows
      label={t("kpis.title")}
      description={errors.kpis ?? t("kpis.says")}
      rows={kpis}
      onChange={onChange}
      blank={blank}
      addLabel={t("kpis.add")}
    >
      {(kpi, set, i) => (
        <>
          <TextInput
            label={t("kpis.name")}
            value={kpi.name}
            onChange={(e) => set({ name: e.currentTarget.value })}
            error={errors[`kpis.${i}.name`]}
            style={{ flexBasis: "100%" }}
          />
          <TextInput
            label={t("kpis.unit")}
            value={kpi.unit}
            style={{ flex: "1 1 70px" }}
            onChange={(e) => set({ unit: e.currentTarget.value })}
            placeholder="€, %"
          />
          {(["baseline", "current", "target"] as const).map((field) => (
            <NumberInput
              key={field}
              label={t(`kpis.${field}`)}
              style={{ flex: "1 1 90px" }}
              value={kpi[field] ?? ""}
              onChange={(v) => set({ [field]: v === "" ? null : Number(v) })}
              hideControls
              decimalSeparator={i18n.resolvedLanguage === "en" ? "." : ","}
              allowedDecimalSeparators={[",", "."]}
              thousandSeparator={i18n.resolvedLanguage === "en" ? "," : "\u00A0"}
            />
          ))}
        </>
      )}
    </Rows>
  );
}

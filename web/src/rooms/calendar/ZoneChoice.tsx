import "@/theme/mantine-forms.css";
import { Button, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { city } from "./words";

interface Props {
  zone: string;
  home: string;
  change: (zone: string) => void;
}

/** Every zone the browser knows, and the way back to the workspace's own. */
export default function ZoneChoice({ zone, home, change }: Props) {
  const { t } = useTranslation("calendar");
  const zones = useMemo(
    () => [...new Set([home, zone, ...Intl.supportedValuesOf("timeZone")])],
    [home, zone],
  );
  return (
    <>
      <Select
        label={t("zone.label")}
        searchable
        value={zone}
        data={zones}
        limit={60}
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage={t("zone.none")}
        onChange={(value) => value && change(value)}
      />
      {zone !== home && (
        <Button variant="subtle" size="compact-sm" mt={8} onClick={() => change(home)}>
          {t("zone.home", { zone: city(home) })}
        </Button>
      )}
    </>
  );
}

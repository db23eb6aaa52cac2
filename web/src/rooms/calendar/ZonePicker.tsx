import { Button } from "@mantine/core";
import { IconClockExclamation, IconWorldPin } from "@tabler/icons-react";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { LatePopover } from "@/components/Late";
import { useFormat } from "@/i18n/useFormat";
import type { Offset } from "./walltime";
import { city, clock } from "./words";
import classes from "./ZonePicker.module.css";

const ZoneChoice = lazy(() => import("./ZoneChoice"));

interface Props {
  zone: string;
  /** The zone of the workspace, to come back to. */
  home: string;
  offset: Offset;
  change: (zone: string) => void;
}

/** The clock that the plan is read on. */
export function ZonePicker({ zone, home, offset, change }: Props) {
  const { t } = useTranslation("calendar");
  return (
    <LatePopover
      options={{ position: "bottom-end", width: 280 }}
      target={
        <Button
          variant="subtle"
          h={34}
          px={8}
          leftSection={<IconWorldPin size={16} />}
          aria-label={t("zone.label")}
        >
          {city(zone)}, {offset.label}
        </Button>
      }
    >
      <ZoneChoice {...{ zone, home, change }} />
    </LatePopover>
  );
}

/** A line that warns of clocks about to change on the days shown. */
export function ClockChange({ zone, offset }: { zone: string; offset: Offset }) {
  const { t } = useTranslation("calendar");
  const format = useFormat(zone);
  if (!offset.change) return null;
  const { at, forward, minutes } = offset.change;
  const after = at.toZonedDateTimeISO(zone).toPlainDateTime();
  const before = forward ? after.subtract({ minutes }) : after.add({ minutes });
  return (
    <p className={classes.change}>
      <IconClockExclamation size={16} aria-hidden="true" />
      {t(forward ? "zone.forward" : "zone.back", {
        day: format.day(at.toString()),
        before: clock(before),
        after: clock(after),
      })}
    </p>
  );
}

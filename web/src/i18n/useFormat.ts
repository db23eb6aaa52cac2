import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import { type Format, formatFor } from "./format";
import type { Language } from "./i18n";

/** The zone of the workspace on the screen; the browser's own before one is chosen. */
export const ZoneContext = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The formatter for the language of the interface and the zone of the workspace, or the zone given. */
export function useFormat(zone?: string): Format {
  const { i18n } = useTranslation();
  const around = useContext(ZoneContext);
  return formatFor((i18n.resolvedLanguage ?? "fr") as Language, zone ?? around);
}

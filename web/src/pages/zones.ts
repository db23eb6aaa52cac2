/** Every time zone the browser knows, for a searchable list; the browser's own first. */
export function zoneList(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = Intl.supportedValuesOf("timeZone");
  return [own, ...all.filter((zone) => zone !== own)];
}

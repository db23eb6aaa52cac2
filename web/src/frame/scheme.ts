import { useMantineColorScheme } from "@mantine/core";

const order = ["auto", "light", "dark"] as const;

/** The colour scheme the person keeps on this device, and how to go to the next one. */
export function useScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = order[(order.indexOf(colorScheme) + 1) % order.length] ?? "auto";
  return { scheme: colorScheme, set: setColorScheme, toNext: () => setColorScheme(next) };
}

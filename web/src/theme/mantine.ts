import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const tuple = (...shades: string[]) => shades as unknown as MantineColorsTuple;

/** One hue of a status: shade 7 is its light value, shade 3 its dark one; the rest is only there for Mantine. */
const status = (light: string, dark: string) =>
  tuple(dark, dark, dark, dark, dark, light, light, light, light, light);

export const theme = createTheme({
  primaryColor: "outremer",
  primaryShade: { light: 7, dark: 5 },
  white: "#FFFFFF",
  black: "#1C1B19",
  colors: {
    outremer: tuple(
      "#F1F2FC",
      "#E6E8F8",
      "#B9C0EE",
      "#A3AEFF",
      "#7D8CFF",
      "#5061EA",
      "#3A4CD3",
      "#2A3BBF",
      "#1F2E9E",
      "#16227A",
    ),
    pierre: tuple(
      "#FAF9F6",
      "#F1EFEA",
      "#E8E5DE",
      "#DCD8CF",
      "#C3BEB2",
      "#8A857B",
      "#69655D",
      "#47443F",
      "#2E2C29",
      "#1C1B19",
    ),
    dark: tuple(
      "#F0EDE6",
      "#BDB9B0",
      "#96938C",
      "#767D8C",
      "#434A58",
      "#2E333E",
      "#232731",
      "#1B1E25",
      "#14161B",
      "#0F1115",
    ),
    miel: tuple(
      "#FDF8EC",
      "#F8EFD9",
      "#F4E0B0",
      "#EDCC7E",
      "#F0BC5E",
      "#D99A2B",
      "#C07C10",
      "#8A5A00",
      "#7A5200",
      "#544322",
    ),
    ardoise: status("#4E5560", "#A9B1BF"),
    ambre: status("#8A5A00", "#F0BC5E"),
    orange: status("#A8470E", "#F79A68"),
    sarcelle: status("#0C6B68", "#5CC9C3"),
    vert: status("#1F6B4A", "#6FCF9F"),
    rouge: status("#B3261E", "#FF8F85"),
    prune: status("#7B3A86", "#DDA0E6"),
    ciel: status("#1D63A8", "#7FBCF5"),
  },
  fontFamily: "var(--pv-font-ui)",
  fontFamilyMonospace: "var(--pv-font-mono)",
  headings: {
    fontFamily: "var(--pv-font-display)",
    fontWeight: "600",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "32px", lineHeight: "36px" },
      h2: { fontSize: "26px", lineHeight: "32px" },
      h3: { fontSize: "20px", lineHeight: "25px" },
      h4: { fontSize: "17px", lineHeight: "24px" },
      h5: { fontSize: "15px", lineHeight: "20px" },
    },
  },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "15.5px", xl: "17px" },
  lineHeights: { xs: "1.33", sm: "1.38", md: "1.43", lg: "1.55", xl: "1.41" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "10px", xl: "999px" },
  defaultRadius: "md",
  shadows: { xs: "none", sm: "none", md: "none", lg: "var(--pv-e2)", xl: "var(--pv-e2)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
  components: {
    Button: { defaultProps: { variant: "filled", size: "sm", radius: "md" } },
    ActionIcon: { defaultProps: { variant: "subtle", size: 30, radius: "sm" } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } },
    TextInput: { defaultProps: { size: "sm" } },
    Paper: { defaultProps: { withBorder: true, radius: "lg", shadow: undefined } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    Modal: {
      defaultProps: {
        radius: "lg",
        padding: 20,
        centered: true,
        transitionProps: { duration: 180 },
        closeButtonProps: { "aria-label": "Fermer / Close" },
      },
    },
    Drawer: { defaultProps: { padding: 16, transitionProps: { duration: 180 } } },
    Menu: { defaultProps: { radius: "md", shadow: "lg", transitionProps: { duration: 120 } } },
  },
});

/**
 * Points Mantine's own semantic variables at the tokens of tokens.css, which follow the colour scheme by
 * themselves. Mantine sets its own per scheme, so ours stand in both.
 */
const colours = {
  "--mantine-color-body": "var(--pv-paper)",
  "--mantine-color-text": "var(--pv-ink)",
  "--mantine-color-dimmed": "var(--pv-ink-3)",
  "--mantine-color-default-border": "var(--pv-line-strong)",
  "--mantine-color-default": "var(--pv-raised)",
  "--mantine-color-default-hover": "var(--pv-sunken)",
  "--mantine-color-error": "var(--pv-red)",
  "--mantine-color-placeholder": "var(--pv-ink-3)",
  "--mantine-color-anchor": "var(--pv-accent)",
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours });

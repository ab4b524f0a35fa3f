/** The colours of Okabe and Ito (2008), told apart with every common colour vision. For files that leave the app. */
export const OKABE_ITO = {
  black: "#000000",
  orange: "#E69F00",
  skyBlue: "#56B4E9",
  bluishGreen: "#009E73",
  yellow: "#F0E442",
  blue: "#0072B2",
  vermillion: "#D55E00",
  reddishPurple: "#CC79A7",
} as const;

/** The same colours on screen, in the order of use, as CSS variables that the theme adapts. */
export const CHART_COLORS = [
  "var(--chart-1)",
  "var(--chart-2)",
  "var(--chart-3)",
  "var(--chart-4)",
  "var(--chart-5)",
  "var(--chart-6)",
  "var(--chart-7)",
  "var(--chart-8)",
] as const;

const SOLID_LINES = 4;

/** The colour of the nth series; after the eighth they begin again, told apart by `seriesDash`. */
export function seriesColor(index: number): string {
  return CHART_COLORS[index % CHART_COLORS.length] ?? CHART_COLORS[0];
}

/** The dash pattern of the nth line: colour is never the only difference among many lines. */
export function seriesDash(index: number): string | undefined {
  if (index < SOLID_LINES) return undefined;
  const patterns = ["6 3", "2 3", "8 3 2 3"];
  return patterns[Math.floor(index / SOLID_LINES - 1) % patterns.length];
}

/**
 * One colour per key, by its place in the list of all keys. Pass the arms of the whole study, not those of one
 * chart, so that an arm keeps its colour where others are left out.
 */
export function assignColors(keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key, index) => [key, seriesColor(index)]));
}

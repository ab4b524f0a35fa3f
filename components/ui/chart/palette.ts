/**
 * The palette of Okabe and Ito (2008), distinguishable with every common colour vision, in the
 * order of use, as CSS variables that the theme adapts.
 */
const CHART_COLORS = [
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

/** Returns the colour of the nth series; after the eighth, `seriesDash` tells them apart. */
export function seriesColor(index: number): string {
  return CHART_COLORS[index % CHART_COLORS.length] ?? CHART_COLORS[0];
}

/** The dash pattern of the nth line: colour is never the only difference among many lines. */
export function seriesDash(index: number): string | undefined {
  if (index < SOLID_LINES) return undefined;
  const patterns = ["6 3", "2 3", "8 3 2 3"];
  return patterns[Math.floor(index / SOLID_LINES - 1) % patterns.length];
}

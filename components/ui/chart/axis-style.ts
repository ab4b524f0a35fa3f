export const TICK = { fill: "var(--chart-axis)", fontSize: 12 };
export const AXIS = { stroke: "var(--chart-axis)", strokeOpacity: 0.5 };
export const CHARACTER_WIDTH = 7.2;

/** Widens the place of the y axis to its longest number. */
export function yAxisWidth(labels: readonly string[]): number {
  return Math.max(
    32,
    Math.ceil(Math.max(0, ...labels.map((label) => label.length)) * CHARACTER_WIDTH) + 12,
  );
}

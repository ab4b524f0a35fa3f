import type { MeasureSeries } from "@/lib/contracts/runs";

/** What shares a chart: one measure over the rounds, or all measures of one unit at the end. */
export type ChartGroup =
  | { readonly kind: "rounds"; readonly measure: MeasureSeries }
  | {
      readonly kind: "end";
      readonly unit: string | null;
      readonly measures: readonly MeasureSeries[];
    };

/**
 * Groups the measures of a run into charts, in their order. Measures at the end share one bar
 * chart
 * per unit, so that they can be compared. Measures with `chart: none` get no chart.
 */
export function groupCharts(measures: readonly MeasureSeries[]): ChartGroup[] {
  const groups: ChartGroup[] = [];
  const ends = new Map<string | null, MeasureSeries[]>();
  for (const measure of measures) {
    if (measure.chart === "none") continue;
    if (measure.at === "round") {
      groups.push({ kind: "rounds", measure });
      continue;
    }
    const known = ends.get(measure.unit);
    if (known) {
      known.push(measure);
      continue;
    }
    const together = [measure];
    ends.set(measure.unit, together);
    groups.push({ kind: "end", unit: measure.unit, measures: together });
  }
  return groups;
}

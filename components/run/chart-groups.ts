import type { MeasureSeries } from "@/lib/contracts/runs";

/** What is drawn together: a measure over the rounds, or the measures of one unit at the end of the run. */
export type ChartGroup =
  | { readonly kind: "rounds"; readonly measure: MeasureSeries }
  | {
      readonly kind: "end";
      readonly unit: string | null;
      readonly measures: readonly MeasureSeries[];
    };

/**
 * The charts of a run, in the order of its measures. A single number makes a poor chart: those of one unit share one, bar
 * below bar, so that arms can be compared. Measures that ask for no chart get none.
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

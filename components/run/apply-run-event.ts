import type { MeasureSeries, RunDetail, RunEvent, RunProgress } from "@/lib/contracts/runs";

/** What the run page knows after an event. Events may come late or twice over two ways: a run never goes back. */
export function applyRunEvent(run: RunDetail, { progress }: Pick<RunEvent, "progress">): RunDetail {
  return isOlder(progress, run.progress) ? run : { ...run, progress };
}

const isOlder = (told: RunProgress, known: RunProgress): boolean =>
  told.version < known.version ||
  (told.version === known.version && told.decisions < known.decisions);

/** The measures after an event: replaced by those it brings, unless these have fewer points than are shown. */
export function applyMeasures(
  known: MeasureSeries[] | undefined,
  told: MeasureSeries[] | undefined,
): MeasureSeries[] | undefined {
  if (!told) return known;
  return known && countPoints(told) < countPoints(known) ? known : told;
}

const countPoints = (series: readonly MeasureSeries[]): number =>
  series.reduce((sum, { points }) => sum + points.length, 0);

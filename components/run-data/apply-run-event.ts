import type { MeasureSeries, RunDetail, RunEvent, RunProgress } from "@/lib/contracts/runs";

/**
 * Applies an event to the cached run. Events may arrive late or twice: progress never goes back.
 */
export function applyRunEvent(run: RunDetail, { progress }: Pick<RunEvent, "progress">): RunDetail {
  return isOlder(progress, run.progress) ? run : { ...run, progress };
}

/**
 * Takes over a snapshot that was fetched. It may have been read before an event that arrived first:
 * progress never goes back.
 */
export function applyRunSnapshot(known: RunDetail | undefined, received: RunDetail): RunDetail {
  return known && isOlder(received.progress, known.progress)
    ? { ...received, progress: known.progress }
    : received;
}

const isOlder = (received: RunProgress, known: RunProgress): boolean =>
  received.version < known.version ||
  (received.version === known.version && received.decisions < known.decisions);

/** Replaces the cached measures by those received, unless these have fewer points. */
export function applyMeasures(
  known: MeasureSeries[] | undefined,
  received: MeasureSeries[] | undefined,
): MeasureSeries[] | undefined {
  if (!received) return known;
  return known && countPoints(received) < countPoints(known) ? known : received;
}

const countPoints = (series: readonly MeasureSeries[]): number =>
  series.reduce((sum, { points }) => sum + points.length, 0);

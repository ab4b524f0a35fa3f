import type { MeasureSeries } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import type { Scenario } from "@/lib/domain/scenario";
import { findRun } from "./find-run";
import type { MeasureStore, RunRecord, RunScenarioPorts } from "./ports";

export type MeasurePorts = RunScenarioPorts & { readonly measures: MeasureStore };

/**
 * Lists every measure of a run with its values so far.
 * @throws AppError notFound
 */
export async function listMeasures(
  ports: MeasurePorts,
  actor: Actor,
  runId: string,
): Promise<MeasureSeries[]> {
  return loadMeasureSeries(ports, await findRun(ports, actor, runId, "read"));
}

/** Loads the measures of a run with their values so far, in the scenario's order. */
export async function loadMeasureSeries(
  ports: Pick<MeasurePorts, "scenarios" | "measures">,
  run: RunRecord,
): Promise<MeasureSeries[]> {
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const points = new Map<string, MeasureSeries["points"]>();
  for (const { measure, round, value, problem } of await ports.measures.points(run.key)) {
    const series = points.get(measure) ?? [];
    series.push({ round, value, problem });
    points.set(measure, series);
  }
  return describeMeasures(scenario).map((info) => ({
    ...info,
    points: points.get(info.name) ?? [],
  }));
}

export const describeMeasures = (scenario: Scenario) =>
  Object.entries(scenario.measures).map(([name, measure]) => ({
    name,
    label: measure.label ?? name,
    description: measure.description ?? null,
    unit: measure.unit ?? null,
    chart: measure.chart,
    at: measure.at,
  }));

import { openSimulation, type Simulation } from "@/lib/engine";
import type { DatasetStore } from "../datasets/ports";
import { loadDatasets } from "../datasets/run-datasets";
import type { RunRecord } from "../runs/ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";

/**
 * Opens a fresh replica of a run, at version 0, to be brought to a later one. It cannot run the
 * set-up of a scenario with datasets.
 */
export async function openReplica(
  scenarios: ScenarioVersions,
  run: RunRecord,
): Promise<Simulation> {
  const { compiled } = await scenarios.get(run.scenarioVersionId);
  return openSimulation(compiled, {
    parameters: run.parameters,
    seed: run.seed,
    rounds: run.rounds,
  });
}

export type InitialReplicaPorts = {
  readonly scenarios: ScenarioVersions;
  readonly datasets: Pick<DatasetStore, "get" | "table">;
};

/** Opens a fresh replica of a run with the datasets that its set-up needs. */
export async function openInitialReplica(
  { scenarios, datasets }: InitialReplicaPorts,
  run: RunRecord,
): Promise<Simulation> {
  const { compiled, scenario } = await scenarios.get(run.scenarioVersionId);
  const tables = await loadDatasets(datasets, run.datasets, scenario);
  return openSimulation(compiled, {
    parameters: run.parameters,
    seed: run.seed,
    rounds: run.rounds,
    datasets: tables,
  });
}

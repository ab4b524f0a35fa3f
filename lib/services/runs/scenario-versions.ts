import { parseScenario } from "@/lib/domain/scenario";
import {
  compileScenario,
  openSimulation,
  type CompiledScenario,
  type Simulation,
} from "@/lib/engine";
import type { DatasetStore } from "../datasets/ports";
import { loadDatasets } from "../datasets/run-datasets";
import { Kept } from "./kept";
import type { RunRecord, RunStore } from "./ports";

/** Compiled versions kept in one process. */
const MOST_COMPILED = 50;

/** Scenario versions, compiled once: they are immutable. */
export class ScenarioVersions {
  private readonly compiled = new Kept<CompiledScenario>(MOST_COMPILED);

  constructor(private readonly runs: Pick<RunStore, "scenario">) {}

  of(scenarioVersionId: string): Promise<CompiledScenario> {
    return this.compiled.of(scenarioVersionId, () => this.compile(scenarioVersionId));
  }

  private async compile(scenarioVersionId: string): Promise<CompiledScenario> {
    const { document } = await this.runs.scenario(scenarioVersionId);
    const parsed = parseScenario(document);
    if (!parsed.ok)
      throw new Error(
        `the stored scenario no longer parses: ${parsed.problems.map((problem) => problem.message).join("; ")}`,
      );
    return compileScenario(parsed.scenario);
  }
}

/** A fresh replica of a run, at version 0, to be brought to a later one: it cannot make the set-up of a scenario with datasets. */
export async function openReplica(
  scenarios: ScenarioVersions,
  run: RunRecord,
): Promise<Simulation> {
  return openSimulation(await scenarios.of(run.scenarioVersionId), {
    parameters: run.parameters,
    seed: run.seed,
    rounds: run.rounds,
  });
}

export type BeginningPorts = {
  readonly scenarios: ScenarioVersions;
  readonly datasets: Pick<DatasetStore, "get" | "table">;
};

/** A fresh replica of a run with what its set-up needs: the tables that the run began with. */
export async function openBeginning(
  { scenarios, datasets }: BeginningPorts,
  run: RunRecord,
): Promise<Simulation> {
  const compiled = await scenarios.of(run.scenarioVersionId);
  const tables = await loadDatasets(datasets, run.datasets, compiled.scenario);
  return openSimulation(compiled, {
    parameters: run.parameters,
    seed: run.seed,
    rounds: run.rounds,
    datasets: tables,
  });
}

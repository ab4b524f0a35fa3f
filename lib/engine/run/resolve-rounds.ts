import type { CompiledScenario } from "./compile-scenario";
import type { SimulationOptions } from "../base/contract";
import { ScenarioError } from "../base/errors";
import { LIMITS } from "../base/limits";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { StepContexts } from "../population/step-contexts";
import { World } from "../world/world";

/**
 * Resolves the number of rounds of a run: the requested one, or the scenario's for these
 * parameters.
 */
export function resolveRounds(
  compiled: CompiledScenario,
  { parameters, seed, rounds: wanted }: SimulationOptions,
): number {
  const rounds = wanted ?? scenarioRounds(compiled, parameters, seed);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= LIMITS.rounds) return rounds;
  throw new ScenarioError([
    {
      pointer: "/rounds",
      message:
        `The number of rounds must be a whole number from 1 to ${LIMITS.rounds}, ` +
        `not ${rounds}.`,
    },
  ]);
}

function scenarioRounds(
  compiled: CompiledScenario,
  parameters: SimulationOptions["parameters"],
  seed: number,
): number {
  const contexts = new StepContexts(
    { round: 0, key: "rounds" },
    new World(compiled.definitions),
    seed,
    parameters,
    compiled.viewsOf,
  );
  try {
    return compiled.rounds(contexts.environment(LIMITS.contextSteps));
  } catch (error) {
    if (error instanceof ScenarioRuntimeError)
      throw new ScenarioError([{ pointer: error.pointer, message: error.reason }]);
    throw error;
  }
}

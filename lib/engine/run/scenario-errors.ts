import type { Step } from "../base/contract";
import { SimulationError } from "../base/errors";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import type { Interruptible } from "../base/interruptible";

/**
 * Calls `act` and converts scenario errors that cannot reject a decision into errors of the run.
 */
export function withScenarioErrors<Result>(
  step: Pick<Step, "round" | "key">,
  act: () => Result,
): Result {
  try {
    return act();
  } catch (error) {
    throw toSimulationError(step, error);
  }
}

/** Like `withScenarioErrors`, for interruptible work. */
export function* withScenarioErrorsInterruptibly<Result>(
  step: Pick<Step, "round" | "key">,
  work: Interruptible<Result>,
): Interruptible<Result> {
  try {
    return yield* work;
  } catch (error) {
    throw toSimulationError(step, error);
  }
}

const toSimulationError = ({ round, key }: Pick<Step, "round" | "key">, error: unknown): unknown =>
  error instanceof ScenarioRuntimeError
    ? new SimulationError({ round, key }, error.pointer, error.reason, error.source)
    : error;

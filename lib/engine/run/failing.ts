import type { Step } from "./contract";
import { SimulationError } from "./errors";
import { MomentError } from "./moment";

/** Does what the scenario says; where nobody's decision can be rejected for it, an error of the scenario fails the run. */
export function failingAt<Result>(step: Pick<Step, "round" | "key">, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof MomentError) throw new SimulationError(step, error.pointer, error.reason, error.source);
    throw error;
  }
}

import { AppError } from "@/lib/contracts/errors";
import { SimulationError } from "@/lib/engine";
import { BudgetExhaustedError } from "../budget/budget-exhausted";
import { EndpointFailure } from "../models/ports";
import { RecordMissError } from "../record/ports";
import { failRun, pauseRun, pauseStudyRuns } from "./stop-run";
import type { RunRecord } from "../runs/ports";
import { isTransientFault, nextRetryAt } from "./retry-schedule";
import { isAbortError } from "../concurrency/map-concurrently";
import type { DecideShardPorts } from "./ports";

/**
 * What becomes of the run when its calls failed.
 * @throws the error, where it is neither theirs nor the scenario's
 */
export async function handleJobFailure(
  ports: Pick<DecideShardPorts, "runs" | "clock" | "log">,
  run: RunRecord,
  error: unknown,
  wasStopped: boolean,
): Promise<void> {
  if (error instanceof EndpointFailure && isTransientFault(error.fault)) {
    // Something may have been decided since the shard began: then this is the first try.
    const tries = (await ports.runs.get(run.id))?.resumeTries ?? run.resumeTries;
    return pauseRun(ports, run, error.message, {
      cause: "endpoint",
      resumeAt: nextRetryAt(ports.clock.now(), tries),
    });
  }
  // An `AppError` speaks of the endpoint's settings: its key cannot be read any more.
  if (error instanceof EndpointFailure || error instanceof AppError)
    return pauseRun(ports, run, error.message);
  if (error instanceof BudgetExhaustedError)
    return pauseStudyRuns(ports, run, error.message, "budget");
  if (error instanceof RecordMissError)
    return pauseRun(ports, run, error.message, { cause: "record" });
  if (error instanceof SimulationError)
    return failRun(ports, run, { reason: error.message, cause: "scenario" });
  if (!(wasStopped && isAbortError(error))) throw error;
}

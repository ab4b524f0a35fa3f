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
 * Pauses the run after an error of an endpoint, the budget or the record; fails it after one of the
 * scenario.
 * @throws the error, where none of these caused it
 */
export async function handleJobFailure(
  ports: Pick<DecideShardPorts, "runs" | "clock" | "log">,
  {
    run,
    error,
    wasStopped,
  }: {
    readonly run: RunRecord;
    readonly error: unknown;
    readonly wasStopped: boolean;
  },
): Promise<void> {
  if (error instanceof EndpointFailure && isTransientFault(error.fault)) {
    // If decisions were recorded since the shard began, this is the first try.
    const tries = (await ports.runs.get(run.id))?.resumeTries ?? run.resumeTries;
    return pauseRun(ports, run, {
      reason: error.message,
      pause: {
        cause: "endpoint",
        resumeAt: nextRetryAt(ports.clock.now(), tries),
      },
    });
  }
  // An `AppError` concerns the endpoint's settings, such as a key that cannot be decrypted.
  if (error instanceof EndpointFailure || error instanceof AppError)
    return pauseRun(ports, run, { reason: error.message });
  if (error instanceof BudgetExhaustedError)
    return pauseStudyRuns(ports, run, { reason: error.message, cause: "budget" });
  if (error instanceof RecordMissError)
    return pauseRun(ports, run, { reason: error.message, pause: { cause: "record" } });
  if (error instanceof SimulationError)
    return failRun(ports, run, { reason: error.message, cause: "scenario" });
  if (!(wasStopped && isAbortError(error))) throw error;
}

import { AppError } from "@/lib/contracts/errors";
import { SimulationError } from "@/lib/engine";
import { BudgetSpent } from "../budget/budget-spent";
import { EndpointFailure } from "../models/ports";
import { RecordMiss } from "../record/record-miss";
import { failRun } from "./fail-run";
import { pauseStudy, pauseWithReason } from "./pause-run";
import type { RunRecord } from "../runs/ports";
import { mayPass, nextTry } from "./retry-schedule";
import { isAbort } from "../concurrency/map-concurrently";
import type { ExecutionPorts } from "./ports";

/** What becomes of the run when its calls failed. @throws the error, where it is neither theirs nor the scenario's */
export async function settleFailure(
  ports: Pick<ExecutionPorts, "runs" | "clock" | "log">,
  run: RunRecord,
  error: unknown,
  wasStopped: boolean,
): Promise<void> {
  if (error instanceof EndpointFailure && mayPass(error.fault)) {
    // Something may have been decided since the shard began: then this is the first try.
    const tries = (await ports.runs.get(run.id))?.resumeTries ?? run.resumeTries;
    return pauseWithReason(ports, run, error.message, {
      cause: "endpoint",
      resumeAt: nextTry(ports.clock.now(), tries),
    });
  }
  // An `AppError` speaks of the endpoint's settings: its key cannot be read any more.
  if (error instanceof EndpointFailure || error instanceof AppError)
    return pauseWithReason(ports, run, error.message);
  if (error instanceof BudgetSpent) return pauseStudy(ports, run, error.message, "budget");
  if (error instanceof RecordMiss)
    return pauseWithReason(ports, run, error.message, { cause: "record" });
  if (error instanceof SimulationError) return failRun(ports, run, error.message);
  if (!(wasStopped && isAbort(error))) throw error;
}

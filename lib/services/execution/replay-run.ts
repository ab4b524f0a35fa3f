import type { ReplayResult } from "@/lib/contracts/replay";
import type { Actor } from "@/lib/domain/access";
import { personOf } from "../computation/person-of";
import type { TaskOwner } from "../computation/ports";
import { findRun } from "../runs/find-run";
import type { FindRunPorts } from "../runs/ports";
import type { WorldComputation } from "../worlds/world-tasks";
import { replayTask } from "./replay-task";

/** Replays take long: they do not wait for shorter work on worlds, nor that for them. */
export type ReplayPorts = FindRunPorts & { readonly replays: WorldComputation };

/**
 * Replays a run from its scenario, parameters, seed and recorded decisions alone, without a model,
 * and compares the digest of every step with the recorded one. Changes nothing.
 * @throws AppError notFound; tooMany when the actor has too many of them waiting; the reason of the
 *   signal when that is aborted
 */
export async function replayRun(
  ports: ReplayPorts,
  actor: Actor,
  runId: string,
  options: Pick<TaskOwner, "signal" | "onProgress"> = {},
): Promise<ReplayResult> {
  const run = await findRun(ports, actor, runId, "read");
  return ports.replays.run(replayTask, { run }, { person: personOf(actor), ...options });
}

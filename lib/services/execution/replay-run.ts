import type { ReplayResult } from "@/lib/contracts/replay";
import type { Actor } from "@/lib/domain/access";
import type { InterventionStore } from "../interventions/ports";
import { runCooperatively } from "../concurrency/run-cooperatively";
import { findRun } from "../runs/find-run";
import type { FindRunPorts } from "../runs/ports";
import type { RunLedger } from "./ports";
import { type InitialReplicaPorts, openInitialReplica } from "../worlds/open-replica";

export type ReplayPorts = FindRunPorts &
  InitialReplicaPorts & {
    readonly ledger: Pick<RunLedger, "steps" | "outcomes">;
    readonly interventions: Pick<InterventionStore, "applied">;
  };

/**
 * Replays a run from its scenario, parameters, seed and recorded decisions alone, without a model,
 * and compares the digest of every step with the recorded one. Changes nothing.
 * @throws AppError notFound
 */
export async function replayRun(
  ports: ReplayPorts,
  actor: Actor,
  runId: string,
  onStep?: (share: number) => void,
): Promise<ReplayResult> {
  const run = await findRun(ports, actor, runId, "read");
  const steps = await ports.ledger.steps(run.key);
  const interventions = await ports.interventions.applied(run.key);
  const simulation = await openInitialReplica(ports, run);
  let digest: string | null = null;
  for (const [index, { version, round, phase, digest: recorded }] of steps.entries()) {
    const intervention = interventions.get(version);
    await runCooperatively(simulation.prepareInterruptibly());
    const commit = await runCooperatively(
      intervention
        ? simulation.interveneInterruptibly(intervention)
        : simulation.commitInterruptibly(
            simulation.plan().length > 0 ? await ports.ledger.outcomes(run.key, version) : [],
          ),
    );
    digest = commit.digest;
    if (digest !== recorded)
      return {
        steps: index + 1,
        digest,
        equal: false,
        firstDifference: { round, phase, recorded, replayed: digest },
      };
    onStep?.((index + 1) / steps.length);
  }
  return { steps: steps.length, digest, equal: true, firstDifference: null };
}

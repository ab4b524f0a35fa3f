import type { ReplayResult } from "@/lib/contracts/replay";
import { runCooperatively } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import { openInitialReplica } from "../worlds/open-replica";
import type { WorldTask } from "../worlds/world-tasks";

/** Computes a run again and compares every step; stops at the first that differs. */
export const replayTask: WorldTask<{ readonly run: RunRecord }, ReplayResult> = {
  name: "replay",
  label: "The replay",
  limitSeconds: 3_600,
  async run({ history }, { run }, signal, onProgress) {
    const { ledger, interventions } = history;
    const steps = await ledger.steps(run.key);
    const applied = await interventions.applied(run.key);
    const simulation = await openInitialReplica(history, run);
    let digest: string | null = null;
    for (const [index, { version, round, phase, digest: recorded }] of steps.entries()) {
      signal.throwIfAborted();
      const intervention = applied.get(version);
      await runCooperatively(simulation.prepareInterruptibly(), signal);
      const commit = await runCooperatively(
        intervention
          ? simulation.interveneInterruptibly(intervention)
          : simulation.commitInterruptibly(
              simulation.plan().length > 0 ? await ledger.outcomes(run.key, version) : [],
            ),
        signal,
      );
      digest = commit.digest;
      if (digest !== recorded)
        return {
          steps: index + 1,
          digest,
          equal: false,
          firstDifference: { round, phase, recorded, replayed: digest },
        };
      onProgress((index + 1) / steps.length);
    }
    return { steps: steps.length, digest, equal: true, firstDifference: null };
  },
};

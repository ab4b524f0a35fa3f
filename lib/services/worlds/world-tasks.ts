import type { OnProgress, Task, TaskOwner } from "../computation/ports";
import type { RunRecord } from "../runs/ports";
import type { LatestReplicas } from "./latest-replicas";
import type { InitialReplicaPorts } from "./open-replica";
import type { PastReplicas } from "./past-replicas";
import type { AppliedInterventions, StepLedger } from "./ports";

/** What the world of a run is computed again from, step by step. */
export type RunHistory = InitialReplicaPorts & {
  readonly ledger: StepLedger;
  readonly interventions: AppliedInterventions;
};

/** The worlds of runs, for readers outside the run. */
export type Worlds = {
  readonly latest: LatestReplicas;
  readonly past: PastReplicas;
  readonly history: RunHistory;
};

/**
 * What is computed on the world of a run. Its input and result are data that can be copied, because
 * the world may be in another thread. Listed in `lib/container/world-thread`.
 */
export type WorldTask<Input extends { readonly run: RunRecord }, Result> = Omit<
  Task<Input, Result>,
  "run"
> & {
  /** @throws AppError for what the person can mend */
  readonly run: (
    worlds: Worlds,
    input: Input,
    signal: AbortSignal,
    onProgress: OnProgress,
  ) => Promise<Result>;
};

/** Computes on worlds so that the other work of the process goes on. */
export interface WorldComputation {
  /**
   * @throws AppError as the task; invalid when it exceeds its time or memory, tooMany when the
   *   person has too many of them waiting; the reason of the signal when that is aborted
   */
  run<Input extends { readonly run: RunRecord }, Result>(
    task: WorldTask<Input, Result>,
    input: Input,
    owner: TaskOwner,
  ): Promise<Result>;
}

/** Computes in the thread of the program: for programs that serve nobody else meanwhile. */
export const computeWorldsHere = (worlds: Worlds): WorldComputation => ({
  async run(task, input, { signal = new AbortController().signal, onProgress = () => undefined }) {
    signal.throwIfAborted();
    return task.run(worlds, input, signal, onProgress);
  },
});

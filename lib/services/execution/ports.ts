import type { RecordedDecision } from "@/lib/domain/decision";
import type { Commit } from "@/lib/engine";
import type { InterventionStore } from "../interventions/ports";
import type { ModelPool } from "../models/ports";
import type { MemoryLedger } from "../memory/ports";
import type { Clock, Log } from "../environment/ports";
import type { DispatchPorts } from "../dispatch/ports";
import type { RunRecord, RunStore } from "../runs/ports";
import type { RunCallPorts } from "./run-calls";
import type { StepLedger, WorldLedger } from "../worlds/ports";
import type { Replicas } from "../worlds/replicas";

/** Where a run stands after a commit. */
export type CommitOutcome = {
  /** Whether the run is over; it becomes completed in the same transaction. */
  readonly finished: boolean;
  /** Number of decisions of the next step, for its progress. */
  readonly nextPlanned: number;
};

/** Decisions without an answer that can be read. */
export type FailureCount = { readonly total: number; readonly added: number };

/** The bulk data of runs. `version` is the world's version before the step's commit. */
export interface RunLedger extends WorldLedger, StepLedger, MemoryLedger {
  /** Returns which decisions of a range are recorded. */
  recorded(run: number, version: number, first: number, last: number): Promise<Set<number>>;
  /**
   * Adds decisions, skipping those already there, and the run's counts, in one transaction;
   * notifies those who watch the run.
   * @returns with a study that may pause for them: how many decisions of the run have no answer
   *   that can be read, and how many of these are new; else null
   */
  record(
    run: RunRecord,
    version: number,
    decisions: readonly RecordedDecision[],
  ): Promise<FailureCount | null>;
  /** Whether any decision of the step at this version is recorded. */
  hasDecisions(run: number, version: number): Promise<boolean>;
  /**
   * Stores in one transaction the commit's rows, memories, measures, rejections, the step, and the
   * run's next version. False, and nothing written, when the run is no longer at this version, in
   * this epoch and running.
   * @throws Error when the commit does not follow the run's version
   */
  commit(run: RunRecord, commit: Commit, outcome: CommitOutcome): Promise<boolean>;
}

/**
 * Thrown by a job that cannot be done yet: the queue retries it in about a second, without counting
 * an attempt.
 */
export class RetryLaterError extends Error {
  override readonly name = "RetryLaterError";
}

/** The right to advance one run. */
export type RunLease = {
  /** Never fails. */
  release(): Promise<void>;
};

/**
 * Leases of runs: one process at a time advances a run. Leases of a process that has died are free.
 */
export interface RunLeases {
  /**
   * Null when another caller has it, in this process or another. `runKey` is the run's short key.
   */
  acquire(runKey: number): Promise<RunLease | null>;
  /** The keys of all leased runs. */
  heldRunKeys(): Promise<ReadonlySet<number>>;
}

/** Lets a shard notice that its run was paused or cancelled. */
export interface RunControl {
  /** `signal` aborts soon after the run leaves `running` or this epoch. */
  follow(runId: string, epoch: number): { readonly signal: AbortSignal; stop(): void };
}

/** Ports for making the decisions of a step. */
export type DecideShardPorts = RunCallPorts & {
  readonly runs: RunStore;
  readonly ledger: RunLedger;
  readonly control: RunControl;
  readonly replicas: Replicas;
  readonly clock: Clock;
  readonly log: Log;
};

/** Ports for advancing a run from step to step. */
export type CommitStepPorts = DecideShardPorts &
  DispatchPorts & {
    readonly interventions: Pick<InterventionStore, "pending" | "fail">;
    readonly leases: RunLeases;
    readonly pool: Pick<ModelPool, "processes">;
  };

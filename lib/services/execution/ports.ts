import type { DecisionKind, DecisionOutcome, DecisionStatus } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { Commit, ModelReply } from "@/lib/engine";
import type { BudgetStore } from "../budget/ports";
import type { Wallets } from "../budget/wallet";
import type { EndpointStore, SecretBox } from "../endpoints/ports";
import type { InterventionStore } from "../interventions/ports";
import type { ModelPool } from "../models/ports";
import type { Fingerprint, RecordStore } from "../record/ports";
import type { JobQueue } from "../jobs/ports";
import type { MemoryLedger } from "../memory/ports";
import type { Clock, RunRecord, RunStore } from "../runs/ports";
import type { WorldLedger } from "../worlds/ports";
import type { Replicas } from "../worlds/replicas";

/** A decision as a shard records it, with the call that led to it. */
export type RecordedDecision = {
  readonly seq: number;
  readonly round: number;
  readonly phase: string;
  readonly agentType: string;
  readonly agent: string;
  readonly slot: number;
  readonly kind: DecisionKind;
  /** The row of `each`, or the conversation. */
  readonly about: string | null;
  /** How many actions the agent could choose from. */
  readonly offered: number;
  readonly action: string | null;
  readonly status: DecisionStatus;
  readonly reason: string | null;
  readonly message: string | null;
  readonly values: Readonly<Record<string, Value>> | null;
  readonly usedFallback: boolean;
  /** Parts of the prompt that were cut to their budget, joined by commas. */
  readonly trimmed: string | null;
  /** The shared part of the prompt. */
  readonly head: string | null;
  readonly prompt: string | null;
  readonly raw: string | null;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly latencyMs: number;
  readonly attempts: number;
  readonly finishReason: string | null;
  /** 64 bits, signed, of the hash of the first request; null where nothing was asked. */
  readonly request: bigint | null;
  /** The replies before the last; null where there was at most one. */
  readonly earlier: readonly EarlierReply[] | null;
  /** US dollars; null where the endpoint has no price. */
  readonly cost: number | null;
  /** Answered from the record of an earlier call. */
  readonly reused: boolean;
};

/** A reply that was sent back with what was wrong. */
export type EarlierReply = Pick<
  ModelReply,
  "text" | "finishReason" | "promptTokens" | "completionTokens" | "latencyMs"
>;

/** Where a run stands after a commit. */
export type CommitOutcome = {
  /** The run is over: it becomes completed in the same transaction. */
  readonly finished: boolean;
  /** Decisions of the next step, for its progress. */
  readonly nextPlanned: number;
};

/** What runs write by the million, and read back in bulk. `version` is the world's version before the step's commit. */
export interface RunLedger extends WorldLedger, MemoryLedger {
  /** Which decisions of a range are recorded. */
  recorded(run: number, version: number, first: number, last: number): Promise<Set<number>>;
  /** Adds decisions, skipping those already there, and the run's counts, in one transaction; wakes whoever watches. */
  record(run: RunRecord, version: number, decisions: readonly RecordedDecision[]): Promise<void>;
  outcomes(run: number, version: number): Promise<DecisionOutcome[]>;
  /** Every committed step with its digest, in order. */
  steps(run: number): Promise<{ version: number; round: number; phase: string; digest: string }[]>;
  /** Whether any decision of the step at this version is recorded. */
  hasDecisions(run: number, version: number): Promise<boolean>;
  /**
   * One transaction: the commit's rows, memories, measures, rejections, the step, and the run's next version.
   * False, and nothing written, when the run is no longer at this version, in this epoch and running.
   * @throws Error when the commit is not the one that follows the run's version
   */
  commit(run: RunRecord, commit: Commit, outcome: CommitOutcome): Promise<boolean>;
}

/** What a job throws that cannot be done at this moment, through no fault of its own: the queue brings it again in about a second. */
export class TryLater extends Error {
  override readonly name = "TryLater";
}

/** The right to advance one run. */
export type Lease = {
  /** Never fails. */
  release(): Promise<void>;
};

/** Who advances which run: one at a time, over all processes. What a process held is free once it has died. */
export interface RunLeases {
  /** Null when somebody else has it, in this process or another. `runKey` is the run's short key. */
  take(runKey: number): Promise<Lease | null>;
  /** The keys of all runs that somebody has the lease of. */
  taken(): Promise<ReadonlySet<number>>;
}

/** Lets a shard notice that its run was paused or cancelled. */
export interface RunControl {
  /** `signal` aborts soon after the run leaves `running` or this epoch. */
  follow(runId: string, epoch: number): { readonly signal: AbortSignal; stop(): void };
}

/** Everything the execution of runs needs. */
export type ExecutionPorts = {
  readonly runs: RunStore;
  readonly ledger: RunLedger;
  readonly interventions: Pick<InterventionStore, "pending" | "fail">;
  readonly queue: JobQueue;
  readonly leases: RunLeases;
  readonly control: RunControl;
  readonly pool: ModelPool;
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly replicas: Replicas;
  readonly budgets: BudgetStore;
  /** What this process holds of budgets. */
  readonly wallets: Wallets;
  readonly record: RecordStore;
  readonly fingerprint: Fingerprint;
  readonly clock: Clock;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

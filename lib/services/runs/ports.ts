import type { DecisionKind, DecisionOutcome, DecisionStatus } from "@/lib/domain/decision";
import type { Budget, RecordPolicy, RunModels, RunStatus } from "@/lib/domain/run";
import type { ParameterValues, ScenarioDocument, Value } from "@/lib/domain/scenario";
import type { ModelReply } from "@/lib/engine/base/ports";
import type { Commit, Embedding, Memory, MemoryNeed, RowChange } from "@/lib/engine/base/contract";

/** Why a run pauses: a person did it, no endpoint of a group answers, the budget is used up, or a call is not on record. */
export type PauseCause = "person" | "endpoint" | "budget" | "record";

/** A run as stored. */
export type RunRecord = {
  readonly id: string;
  /** Short key of the bulk tables. */
  readonly key: number;
  readonly studyId: string;
  readonly studyName: string;
  readonly projectId: string;
  readonly scenarioVersionId: string;
  readonly scenarioName: string;
  readonly scenarioTitle: string;
  readonly condition: string;
  readonly replicate: number;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly rounds: number;
  /** The uploaded tables its scenario names: name → id. */
  readonly datasets: Readonly<Record<string, string>>;
  /** The endpoint that embeds memories; null for feature hashing. */
  readonly embedderId: string | null;
  /** Who answers for each group of the scenario; empty in a run of an earlier version of the program, whose endpoint answers for all. */
  readonly models: RunModels;
  readonly endpointId: string;
  readonly endpointName: string;
  readonly model: string;
  readonly isDemo: boolean;
  readonly status: RunStatus;
  readonly statusReason: string | null;
  readonly pauseCause: PauseCause | null;
  /** When the program tries by itself to go on; null when a person has to. */
  readonly resumeAt: Date | null;
  /** Tries since anything was decided. */
  readonly resumeTries: number;
  readonly version: number;
  readonly epoch: number;
  readonly digest: string | null;
  readonly stopReason: string | null;
  /** Where it stands, or stood when it ended: the round, and the label of the step. */
  readonly round: number;
  readonly phase: string;
  /** Shares of the run, from 0 to 1: what lies before the step in hand, and that step itself. */
  readonly done: number;
  readonly span: number;
  readonly forkOfId: string | null;
  readonly forkVersion: number | null;
  readonly forkRound: number | null;
  readonly forkChange: string | null;
  readonly stepPlanned: number;
  readonly stepDone: number;
  readonly decisions: number;
  readonly invalid: number;
  readonly rejected: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
  /** US dollars, as far as endpoints have prices. */
  readonly cost: number;
  /** Decisions answered from the record. */
  readonly reused: number;
  /** The key of the run that this one repeats from the record; null of any other. */
  readonly recordOf: number | null;
  /** Of its study: what its runs may use together, and whether calls may be answered from the record. */
  readonly budget: Budget;
  readonly record: RecordPolicy;
  /** Milliseconds spent running up to `activeSince`. */
  readonly activeMs: number;
  readonly activeSince: Date | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type NewRun = {
  readonly recordOf?: number;
  readonly models: RunModels;
  readonly condition: string;
  readonly replicate: number;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly rounds: number;
  readonly datasets: Readonly<Record<string, string>>;
  readonly embedderId: string | null;
  readonly endpointId: string;
  readonly model: string;
  readonly isDemo: boolean;
};

export type NewStudy = {
  readonly projectId: string;
  readonly name: string;
  readonly createdById: string | null;
  readonly budget: Budget;
  readonly record: RecordPolicy;
  /** What it was expected to take; null where nobody asked. */
  readonly estimate: object | null;
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly hash: string;
    readonly document: ScenarioDocument;
  };
  readonly runs: readonly NewRun[];
};

/** A change of status that happens only from one of the statuses `from`, and only in the given epoch when there is one. */
export type Transition = {
  readonly from: readonly RunStatus[];
  readonly to: RunStatus;
  readonly reason?: string | null;
  /** Of a pause. */
  readonly cause?: PauseCause | null;
  readonly resumeAt?: Date | null;
  readonly resumeTries?: number;
  readonly epoch?: number;
  /** Silences the jobs of before. */
  readonly newEpoch?: boolean;
  /** How many decisions the step in hand turned out to have. */
  readonly stepPlanned?: number;
};

export interface RunStore {
  /** Stores the scenario version (reusing an equal one), the study and its queued runs in one transaction. */
  createStudy(study: NewStudy): Promise<{ studyId: string; runIds: string[] }>;
  get(runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  ofProject(projectId: string): Promise<RunRecord[]>;
  ofStudy(studyId: string): Promise<RunRecord[]>;
  /** Queued and running ones. */
  unsettled(): Promise<RunRecord[]>;
  /** Paused ones whose time to try again has come. */
  due(): Promise<RunRecord[]>;
  scenario(
    scenarioVersionId: string,
  ): Promise<{ document: ScenarioDocument; hash: string; number: number }>;
  /** Null when the run was not in one of the statuses (or the epoch) any more. */
  transition(runId: string, change: Transition): Promise<RunRecord | null>;
}

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

/** The embedding of one memory. */
export type StoredEmbedding = {
  readonly agent: string;
  readonly version: number;
  readonly seq: number;
  readonly embedding: Embedding;
};

/** Where a run stands after a commit. */
export type CommitOutcome = {
  /** The run is over: it becomes completed in the same transaction. */
  readonly finished: boolean;
  /** Decisions of the next step, for its progress. */
  readonly nextPlanned: number;
};

/** What runs write by the million, and read back in bulk. `version` is the world's version before the step's commit. */
export interface RunLedger {
  /** The rows that changed in the steps `from` ≤ version < `before`, each as it was after the last of these, table by table. */
  changes(run: number, from: number, before: number): AsyncIterable<readonly RowChange[]>;
  /** The latest memories of each agent from steps before `version`, oldest first; with the embeddings that `embedder` made, unless it is null. */
  memories(
    run: number,
    version: number,
    need: MemoryNeed,
    embedder: string | null,
  ): Promise<Map<string, Memory[]>>;
  /** Keeps embeddings with their memories, in place of those of another embedder. */
  storeEmbeddings(run: number, embedder: string, made: readonly StoredEmbedding[]): Promise<void>;
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

/** Calls back soon after anything about a run changed; returns how to stop. */
export interface RunChanges {
  subscribe(runId: string, onChange: () => void): () => void;
}

export interface Clock {
  now(): Date;
}

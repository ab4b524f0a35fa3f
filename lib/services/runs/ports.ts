import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type {
  Budget,
  FailurePolicy,
  StopCause,
  RecordPolicy,
  RunModels,
  RunStatus,
} from "@/lib/domain/run";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { ScenarioVersionStore } from "../scenarios/ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";

/** The arm of a study that a run belongs to. */
export type RunArm = {
  readonly id: string;
  /** From 1, in the order of the design. */
  readonly number: number;
  readonly name: string;
  /** Values that override the parameters of the study. */
  readonly parameters: ParameterValues;
  /** Number of arms of the study. */
  readonly count: number;
};

/** A run as stored. */
export type RunRecord = {
  readonly id: string;
  /** Short key of the bulk tables. */
  readonly key: number;
  readonly studyId: string;
  readonly studyName: string;
  /** Whether its study was started by the installation itself. */
  readonly isExample: boolean;
  readonly projectId: string;
  readonly scenarioVersionId: string;
  /** Number of the scenario version. */
  readonly scenarioVersion: number;
  readonly scenarioId: string;
  readonly isScenarioDeleted: boolean;
  readonly scenarioName: string;
  readonly scenarioTitle: string;
  readonly arm: RunArm;
  readonly replicate: number;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly rounds: number;
  /** The uploaded tables its scenario names: name → id. */
  readonly datasets: Readonly<Record<string, string>>;
  /** The endpoint that embeds memories; null for feature hashing. */
  readonly embedderId: string | null;
  /**
   * Models of each group of the scenario; empty in a run of an earlier version of the program,
   * whose endpoint answers for all groups.
   */
  readonly models: RunModels;
  readonly endpointId: string;
  readonly endpointName: string;
  readonly model: string;
  readonly isDemo: boolean;
  readonly status: RunStatus;
  readonly statusReason: string | null;
  readonly pauseCause: StopCause | null;
  /** When the program resumes it by itself; null when a person has to. */
  readonly resumeAt: Date | null;
  /** Number of tries since the last decision. */
  readonly resumeTries: number;
  readonly version: number;
  readonly epoch: number;
  readonly digest: string | null;
  readonly stopReason: string | null;
  /** The current or last round, and the label of the step. */
  readonly round: number;
  readonly phase: string;
  /** Shares of the run, from 0 to 1: what lies before the current step, and that step itself. */
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
  /** Key of the run that this one repeats from the record; null otherwise. */
  readonly recordOf: number | null;
  /**
   * Of its study: the budget shared by its runs, and whether calls may be answered from the record.
   */
  readonly budget: Budget;
  /** Of its project: shared by all studies. */
  readonly projectBudget: Budget;
  readonly record: RecordPolicy;
  readonly failures: FailurePolicy;
  /** Milliseconds spent running up to `activeSince`. */
  readonly activeMs: number;
  readonly activeSince: Date | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** When retention deleted prompts and raw answers of it, or of the history that it shares. */
  readonly promptsDeletedAt: Date | null;
};

/**
 * Whether a run was forked from another. Forks share arm and replicate with their origin and are
 * not part of the design of a study. `forkOfId` is null once the origin was deleted.
 */
export const isFork = ({ forkVersion }: Pick<RunRecord, "forkVersion">): boolean =>
  forkVersion !== null;

/**
 * A change of status that happens only from one of the statuses `from`, and only in the given epoch
 * when there is one.
 */
export type Transition = {
  readonly from: readonly RunStatus[];
  readonly to: RunStatus;
  readonly reason?: string | null;
  /** Of a pause or failure. */
  readonly cause?: StopCause | null;
  readonly resumeAt?: Date | null;
  readonly resumeTries?: number;
  readonly epoch?: number;
  /** Invalidates the jobs enqueued before. */
  readonly newEpoch?: boolean;
  /** Number of decisions of the current step, once it is known. */
  readonly stepPlanned?: number;
  /** Present for a person's command; workers change runs without one. */
  readonly audit?: AuditEntry;
};

export interface RunStore extends ScenarioVersionStore {
  get(runId: string): Promise<RunRecord | null>;
  /** By study, newest first, then as `listForStudy`. */
  listForProject(projectId: string): Promise<RunRecord[]>;
  /** By arm and replicate; forks follow the run that they share these with, the oldest first. */
  listForStudy(studyId: string): Promise<RunRecord[]>;
  /** Of all studies of a scenario version, the newest study first. */
  listForScenarioVersion(versionId: string): Promise<RunRecord[]>;
  /** Queued and running ones. */
  unsettled(): Promise<RunRecord[]>;
  /** Paused ones whose retry is due. */
  dueForRetry(): Promise<RunRecord[]>;
  /** Null when the run was no longer in one of the statuses (or the epoch). */
  transition(runId: string, change: Transition): Promise<RunRecord | null>;
}

/** Calls back soon after anything about a run changed; returns a function that stops it. */
export interface RunChanges {
  subscribe(runId: string, onChange: () => void): () => void;
}

export interface MeasureStore {
  points(
    run: number,
  ): Promise<{ measure: string; round: number; value: number | null; problem: string | null }[]>;
}

/** Ports for finding a run and checking the actor's permission. */
export type FindRunPorts = {
  readonly runs: Pick<RunStore, "get">;
  readonly members: MembershipStore;
};

/** Ports for reading a run together with its scenario. */
export type RunScenarioPorts = FindRunPorts & { readonly scenarios: ScenarioVersions };

import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { DecisionCorrection } from "@/lib/domain/decision";
import type { RunModels, RunStatus } from "@/lib/domain/run";
import type { RunPosition } from "@/lib/engine";
import type { PopulationStore, RowNames } from "../population/ports";
import type { NewIntervention } from "../interventions/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { PastDecisionPorts } from "../decisions/ports";
import type { StartRunPorts } from "../studies/ports";
import type { FindRunPorts, RunRecord } from "../runs/ports";

/** A run that shares the history of another one up to a version. */
export type NewFork = {
  /** The version at which it diverges. */
  readonly version: number;
  /** Its first own round; that of the corrected decision, when there is one. */
  readonly round: number;
  readonly rounds: number;
  readonly models: RunModels;
  readonly endpointId: string;
  readonly model: string;
  readonly isDemo: boolean;
  /** Description of what is different. */
  readonly change: string;
  /** Copies the recorded decisions of `version`, this one with another answer. */
  readonly correction: ({ readonly seq: number } & DecisionCorrection) | null;
  /** Applied as the fork's first step. */
  readonly intervention: NewIntervention | null;
  /** Measures at the end of a run, which the fork computes itself. */
  readonly endMeasures: readonly string[];
  readonly audit: AuditEntry;
};

export type StoredFork = {
  readonly runId: string;
  readonly round: number;
  readonly change: string;
  readonly status: RunStatus;
  readonly createdAt: Date;
};

export interface ForkStore {
  /**
   * Copies the history and stores the fork, queued, in one transaction; the parent stays as it is.
   */
  create(parent: Pick<RunRecord, "id" | "key">, fork: NewFork): Promise<string>;
  /** Stores where a new fork stands, for display before its first commit. */
  setPosition(runId: string, setPosition: RunPosition): Promise<void>;
  /**
   * Returns the first version of a round among the committed steps; null when none is committed.
   */
  firstVersionOfRound(run: number, round: number): Promise<number | null>;
  /** Returns where a run was forked from. */
  origin(runId: string): Promise<StoredFork | null>;
  /** Lists the forks of a run, the latest last. */
  forksOf(runId: string): Promise<StoredFork[]>;
}

/** Ports for listing forks. */
export type ListForksPorts = FindRunPorts & { readonly forks: ForkStore };

/** Ports for creating a fork. */
export type ForkPorts = ListForksPorts &
  PastDecisionPorts &
  StartRunPorts & {
    readonly endpoints: Pick<EndpointStore, "get" | "list">;
    /** For the row that stores the fork's position, and names. */
    readonly population: Pick<PopulationStore, "find"> & RowNames;
  };

import type { AuditEntry } from "../audit/ports";
import type { DecisionValues } from "@/lib/domain/decision";
import type { RunModels, RunStatus } from "@/lib/domain/run";
import type { RunPosition } from "@/lib/engine";
import type { PopulationStore } from "../population/ports";
import type { NewIntervention } from "../interventions/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { PastDecisionPorts } from "../decisions/ports";
import type { StartRunPorts } from "../studies/ports";
import type { FindRunPorts, RunRecord } from "../runs/ports";

/** A run that shares the history of another one up to a version. */
export type NewFork = {
  /** The version at which it begins to be its own. */
  readonly version: number;
  /** The first round that is its own; of the corrected decision, when there is one. */
  readonly round: number;
  readonly rounds: number;
  readonly models: RunModels;
  readonly endpointId: string;
  readonly model: string;
  readonly isDemo: boolean;
  /** What is different, in words. */
  readonly change: string;
  /** The recorded decisions of `version` come along, this one with another answer. */
  readonly correction: {
    readonly seq: number;
    readonly action: string | null;
    readonly values: DecisionValues;
  } | null;
  /** Waits to be applied as the fork's first step. */
  readonly intervention: NewIntervention | null;
  /** Measures of the end of a run: the fork will have its own. */
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
  /** Where a new fork stands, for those who watch it before its first commit. */
  setPosition(runId: string, setPosition: RunPosition): Promise<void>;
  /** The first version of a round among the committed steps; null when none of it is committed. */
  firstVersionOfRound(run: number, round: number): Promise<number | null>;
  /** Where a run comes from. */
  origin(runId: string): Promise<StoredFork | null>;
  /** What was forked off a run, the latest last. */
  forksOf(runId: string): Promise<StoredFork[]>;
}

/** What it takes to list forks. */
export type ListForksPorts = FindRunPorts & { readonly forks: ForkStore };

/** What it takes to make a fork. */
export type ForkPorts = ListForksPorts &
  PastDecisionPorts &
  StartRunPorts & {
    readonly endpoints: Pick<EndpointStore, "get" | "list">;
    /** For the row that says where the fork stands. */
    readonly population: Pick<PopulationStore, "find">;
  };

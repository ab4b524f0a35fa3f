import type { Budget, RecordPolicy, RunModels } from "@/lib/domain/run";
import type { ParameterValues, ScenarioDocument } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { DatasetStore } from "../datasets/ports";
import type { DispatchPorts } from "../dispatch/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { RunStore } from "../runs/ports";

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

export interface StudyStore {
  /**
   * Stores the scenario version (reusing an equal one), the study and its queued runs in one
   * transaction.
   */
  createStudy(study: NewStudy): Promise<{ studyId: string; runIds: string[] }>;
}

/**
 * What it takes to find the runs of a study and to decide whether the actor may do this with them.
 */
export type FindStudyPorts = {
  readonly runs: Pick<RunStore, "listForStudy">;
  readonly members: MembershipStore;
};

/** What it takes to check a study before it starts. */
export type PrepareStudyPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly endpoints: Pick<EndpointStore, "list">;
  readonly datasets: Pick<DatasetStore, "listForProject">;
};

/** What it takes to start the runs of a stored study. */
export type StartRunPorts = DispatchPorts & { readonly runs: Pick<RunStore, "transition"> };

export type StartStudyPorts = PrepareStudyPorts &
  StartRunPorts & {
    readonly studies: StudyStore;
    readonly endpoints: Pick<EndpointStore, "list" | "get">;
    /** A seed nobody chose. */
    readonly anySeed: () => number;
    /** SHA-256 (hex) of a text. */
    readonly hash: (text: string) => string;
  };

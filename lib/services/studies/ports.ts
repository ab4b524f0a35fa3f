import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { Budget, FailurePolicy, RecordPolicy, RunModels } from "@/lib/domain/run";
import type { ParameterValues, ScenarioDocument } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { Computation } from "../computation/ports";
import type { DatasetStore } from "../datasets/ports";
import type { DispatchPorts } from "../dispatch/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { Log } from "../environment/ports";
import type { ProjectStore } from "../projects/ports";
import type { RunStore } from "../runs/ports";
import type { ScenarioStore } from "../scenarios/ports";

/** One run to be made for a replicate of an arm. */
export type NewRun = {
  readonly recordOf?: number;
  readonly models: RunModels;
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

/** One condition of a study with its runs. */
export type NewArm = {
  /** Unique within the study. */
  readonly name: string;
  /** Values that override the parameters of the study. */
  readonly parameters: ParameterValues;
  readonly runs: readonly NewRun[];
};

export type NewStudy = {
  readonly projectId: string;
  readonly name: string;
  /** Started by the installation itself; pages mark it. */
  readonly isExample: boolean;
  readonly createdById: string | null;
  readonly budget: Budget;
  readonly record: RecordPolicy;
  readonly failures: FailurePolicy;
  /** Estimated use; null where none was requested. */
  readonly estimate: object | null;
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly hash: string;
    readonly document: ScenarioDocument;
  };
  /** At least one, in the order of the design. */
  readonly arms: readonly NewArm[];
  readonly audit: AuditEntry;
};

export type StudyArm = {
  readonly id: string;
  /** From 1, in the order of the design. */
  readonly number: number;
  readonly name: string;
  readonly parameters: ParameterValues;
};

/** A study as stored, without its runs. */
export type StudyRecord = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly isExample: boolean;
  readonly scenarioVersionId: string;
  readonly scenarioName: string;
  readonly scenarioTitle: string;
  readonly budget: Budget;
  readonly record: RecordPolicy;
  readonly failures: FailurePolicy;
  readonly createdAt: Date;
  /** Number of the scenario version. */
  readonly scenarioVersion: number;
  readonly scenarioId: string;
  readonly isScenarioDeleted: boolean;
  readonly description: string;
  readonly tags: readonly string[];
  readonly isArchived: boolean;
  /** Number of edits of name, description and tags. */
  readonly revision: number;
  /** By number. */
  readonly arms: readonly StudyArm[];
};

export interface StudyStore {
  /**
   * Stores the scenario version (reusing an equal one), the study, its arms and their queued runs
   * in one transaction. Run ids are in the order of arms and replicates.
   */
  create(study: NewStudy): Promise<{ studyId: string; runIds: string[] }>;
  get(studyId: string): Promise<StudyRecord | null>;
  /** Newest first. */
  listForProject(projectId: string): Promise<StudyRecord[]>;
  /** The tags of all studies of a project, each once, sorted. */
  listTags(projectId: string): Promise<string[]>;
  /**
   * Edits a study that has had `revision` edits so far. After other edits it changes nothing and
   * returns the study as it is now, with the name of whoever edited it last.
   */
  edit(studyId: string, edit: StudyEdit): Promise<EditOutcome>;
  /** Returns false if it already was, or no longer is. */
  archive(studyId: string, isArchived: boolean, audit: AuditEntry): Promise<boolean>;
}

/** What people write about a study. */
export type StudyTexts = Pick<StudyRecord, "name" | "description" | "tags">;

type StudyEdit = StudyTexts & { readonly revision: number; readonly audit: AuditEntry };

type EditOutcome =
  | { readonly ok: true; readonly study: StudyRecord }
  | { readonly ok: false; readonly study: StudyRecord; readonly editor: string | null };

/** Ports for finding a study and checking the actor's permission. */
export type FindStudyPorts = {
  readonly studies: Pick<StudyStore, "get">;
  readonly members: MembershipStore;
};

/** Ports for validating a study before it starts. */
export type PrepareStudyPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly endpoints: Pick<EndpointStore, "list">;
  readonly datasets: Pick<DatasetStore, "listForProject">;
  readonly computation: Computation;
  readonly storedScenarios: Pick<ScenarioStore, "version">;
};

/** Ports for starting the runs of a stored study. */
export type StartRunPorts = DispatchPorts & { readonly runs: Pick<RunStore, "transition"> };

export type StartStudyPorts = PrepareStudyPorts &
  StartRunPorts & {
    readonly studies: Pick<StudyStore, "create">;
    readonly endpoints: Pick<EndpointStore, "list" | "get">;
    readonly log: Log;
    /** Returns a random seed. */
    readonly anySeed: () => number;
    /** SHA-256 (hex) of a text. */
    readonly hash: (text: string) => string;
  };

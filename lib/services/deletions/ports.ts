import type { DeletionKind, DeletionPreview } from "@/lib/contracts/deletions";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import type { Clock, Log } from "../environment/ports";
import type { ProjectStore } from "../projects/ports";

/** Something that can be deleted. */
export type DeletionSubject = {
  readonly kind: DeletionKind;
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** The study of a run. */
  readonly within: string | null;
};

/** A deletion that is not complete yet. */
export type StoredDeletion = DeletionSubject & {
  /** Of the deletion; `id` is that of what was deleted. */
  readonly deletionId: string;
  /** Name of the person; null for the command line. */
  readonly deletedBy: string | null;
  readonly reason: "retention" | null;
  readonly deletedAt: Date;
  readonly purgeAt: Date;
  readonly startedAt: Date | null;
};

/** A deletion before it is stored. */
export type NewDeletion = Pick<StoredDeletion, "deletionId" | "deletedAt" | "purgeAt"> & {
  /** Id of the person; null for the installation itself. */
  readonly deletedBy: string | null;
  /** Of an archived study that its project does not keep: only while nothing of it is active. */
  readonly retention?: {
    /** It was archived until then, and not brought back. */
    readonly archivedUntil: Date;
  };
};

/** What became of an attempt to undo a deletion. */
export type UndoOutcome =
  | "restored"
  /** Its removal has begun, or is complete. */
  | "started"
  /** What it belongs to is deleted itself. */
  | "hidden"
  /** Another one has its name now. */
  | "taken";

export interface DeletionStore {
  /** Returns what can be deleted; null when it does not exist or is deleted already. */
  find(kind: DeletionKind, id: string): Promise<DeletionSubject | null>;
  count(
    subject: DeletionSubject,
  ): Promise<Omit<DeletionPreview, "kind" | "id" | "name" | "within">>;
  /**
   * Hides the subject with everything that belongs to it, and pauses its active runs.
   * @returns false when it was deleted meanwhile, or is not due any more
   */
  hide(subject: DeletionSubject, deletion: NewDeletion, audit: AuditEntry): Promise<boolean>;
  /** Those of a project, the latest first, without the project's own. */
  list(projectId: string): Promise<StoredDeletion[]>;
  /** Deleted projects that a person owns; all of them for null. */
  listProjects(userId: string | null): Promise<StoredDeletion[]>;
  get(deletionId: string): Promise<StoredDeletion | null>;
  /** Restores it; a study that retention deleted counts as archived at this time. */
  undo(deletionId: string, at: Date, audit: AuditEntry): Promise<UndoOutcome>;
  /** Makes a deletion due; false when it is not pending any more. */
  hasten(deletionId: string, at: Date, audit: AuditEntry): Promise<boolean>;
  /** The number of projects that are not deleted. */
  countProjects(): Promise<number>;
}

/** Removes for good what was deleted, a chunk at a time; each call may be repeated. */
export interface PurgeStore {
  /** Runs work in one process at a time; null, and no work, while another one is at it. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | null>;
  /** Deletions that are due, the oldest first. */
  due(now: Date): Promise<StoredDeletion[]>;
  /** Begins a removal; false when the deletion was undone meanwhile. */
  begin(deletionId: string, now: Date): Promise<boolean>;
  studiesOf(projectId: string): Promise<string[]>;
  runsOf(studyId: string): Promise<RunToRemove[]>;
  runWithId(runId: string): Promise<RunToRemove | null>;
  scenariosOf(projectId: string): Promise<string[]>;
  datasetsOf(projectId: string): Promise<string[]>;
  /** Tables of rows that belong to runs by their key. */
  readonly runTables: readonly string[];
  /** Counts what the run used as spent by its study, once, and notes its key. */
  settle(deletionId: string, run: RunToRemove): Promise<void>;
  /** Deletes some rows of a run; false when none are left. */
  deleteRows(run: number, table: string): Promise<boolean>;
  /** Deletes some rows of a table's content; false when none are left, or runs need them. */
  deleteDatasetRows(datasetId: string): Promise<boolean>;
  /**
   * Delete the thing itself.
   * @returns false while something belongs to it
   */
  removeRun(runId: string): Promise<void>;
  removeStudy(studyId: string): Promise<boolean>;
  removeProject(projectId: string): Promise<boolean>;
  /** Delete what nothing else needs; the rest stays, hidden, with what needs it. */
  removeScenario(scenarioId: string): Promise<void>;
  removeDataset(datasetId: string): Promise<void>;
  /** Uploaded tables that no run needs any more. */
  unusedDatasets(datasetIds: readonly string[]): Promise<string[]>;
  finish(deletionId: string, now: Date, audit: AuditEntry): Promise<void>;
  /** Runs removed before this time, of which calls in flight may have written rows since. */
  finishedBefore(time: Date): Promise<{ deletionId: string; runs: number[] }[]>;
  forget(deletionId: string): Promise<void>;
}

export type RunToRemove = {
  readonly id: string;
  readonly key: number;
  /** Ids of uploaded tables, among other references. */
  readonly datasets: readonly string[];
};

export type DeletionPorts = {
  readonly members: MembershipStore;
  readonly deletions: DeletionStore;
  readonly clock: Clock;
  readonly newId: () => string;
};

export type ListDeletionsPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly deletions: Pick<DeletionStore, "list" | "listProjects">;
};

export type PurgePorts = {
  readonly purges: PurgeStore;
  readonly clock: Clock;
  readonly log: Log;
};

import type { RetentionDue, RetentionSettings } from "@/lib/contracts/retention";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { DeletionSubject } from "../deletions/ports";

/** Times before which something has to have happened to be due now; null: nothing is due. */
export type RetentionCutoffs = {
  /** Of the archiving of studies. */
  readonly archived: Date | null;
  /** Of the end of runs, of polls, and of answers in interviews. */
  readonly finished: Date | null;
};

/** The earliest of several things that wait, and how many follow within a day. */
export type Upcoming = { readonly since: Date; readonly count: number } | null;

/** An archived study that is due. */
export type DueStudy = DeletionSubject & { readonly cutoff: Date };

/** A run with prompts and raw answers that are due. */
export type DueRun = {
  readonly id: string;
  readonly key: number;
  readonly projectId: string;
  readonly cutoff: Date;
};

/** The tables whose prompts and raw answers are deleted, in their order: shared texts last. */
export const PROMPT_TABLES = [
  "decision",
  "poll_answer",
  "interview_message",
  "embedding_call",
  "prompt_head",
  "request_envelope",
] as const;
export type PromptTable = (typeof PROMPT_TABLES)[number];

/** Where a table is continued: the key of the last row that was looked at. */
export type ChunkPosition = { readonly version: number; readonly seq: number };

/** What projects delete by themselves, and the deletion of prompts in chunks. */
export interface RetentionStore {
  settings(projectId: string): Promise<RetentionSettings>;
  /** Changes the settings under a lock; `audit` gets those before. */
  change(
    projectId: string,
    settings: RetentionSettings,
    audit: (before: RetentionSettings) => AuditEntry,
  ): Promise<void>;
  /** Counts what of a project is due. */
  countDue(projectId: string, cutoffs: RetentionCutoffs): Promise<RetentionDue>;
  /** What of a project waits the longest: archived studies, and runs with prompts. */
  upcoming(projectId: string): Promise<{ readonly studies: Upcoming; readonly runs: Upcoming }>;
  /** Runs work in one process at a time; null, and no work, while another one is at it. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | null>;
  /** Archived studies of all projects that are due, without active runs; the oldest first. */
  dueStudies(now: Date): Promise<DueStudy[]>;
  /** Runs of all projects with prompts that are due; the oldest first. */
  dueRuns(now: Date): Promise<DueRun[]>;
  /** Marks the prompts of a run as deleted; false when it is active again. */
  beginPrompts(run: DueRun, now: Date): Promise<boolean>;
  /**
   * Deletes prompts of some rows.
   * @returns where to continue; null at the end, and when the run is active again
   */
  deletePrompts(
    run: DueRun,
    table: PromptTable,
    after: ChunkPosition | null,
  ): Promise<ChunkPosition | null>;
  /** Notes that all prompts up to the cutoff are deleted; nothing when the run is active again. */
  finishPrompts(run: DueRun, audit: AuditEntry): Promise<void>;
}

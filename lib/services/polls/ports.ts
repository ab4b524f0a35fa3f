import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { PollAnswerPage, PollStatus } from "@/lib/contracts/polls";
import type { AnswerColumn } from "@/lib/domain/answers";
import type { DecisionStatus, RecordedPollAnswer } from "@/lib/domain/decision";
import type { AnswerInput } from "@/lib/domain/scenario";
import type { JobQueue } from "../jobs/ports";
import type { WorldComputation } from "../worlds/world-tasks";
import type { FindRunPorts, RunScenarioPorts } from "../runs/ports";

/** Key of a poll in URLs. */
export type PollKey = { readonly runId: string; readonly pollId: string };

/** A poll as stored, with its progress. */
export type StoredPoll = {
  readonly id: string;
  readonly runId: string;
  readonly label: string;
  readonly intro: string;
  readonly items: Readonly<Record<string, AnswerInput>>;
  readonly agentType: string;
  /** The version of the world the agents answer from. */
  readonly version: number;
  readonly round: number;
  readonly status: PollStatus;
  readonly problem: string | null;
  readonly asked: number;
  readonly answered: number;
  readonly invalid: number;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

export type NewPoll = Pick<
  StoredPoll,
  "label" | "intro" | "items" | "agentType" | "version" | "round"
> & {
  /** Ids, in the order in which they are asked. */
  readonly agents: readonly string[];
  readonly createdById: string | null;
};

/** An answer to a poll as it is recorded: nothing rejects it later. */
export type RecordedAnswer = RecordedPollAnswer & {
  readonly status: Extract<DecisionStatus, "valid" | "invalid">;
};

export type ListedAnswer = PollAnswerPage["rows"][number];

/** Counted answers to one item. */
export type ItemCounts = {
  readonly answers: number;
  /** Empty lists among the answers. */
  readonly none: number;
  /** Valid answers that leave the item out. */
  readonly unanswered: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly counts: { value: string; count: number }[];
};

type RunKey = { readonly id: string; readonly key: number };

export interface PollStore {
  create(run: RunKey, poll: NewPoll, audit: AuditEntry): Promise<string>;
  /** The latest first. */
  list(run: RunKey): Promise<StoredPoll[]>;
  get(pollId: string): Promise<StoredPoll | null>;
  agents(pollId: string): Promise<string[]>;
  /** Active polls. */
  running(): Promise<{ readonly id: string; readonly asked: number }[]>;
  /** Returns which answers of a range are recorded. */
  recorded(pollId: string, first: number, last: number): Promise<Set<number>>;
  /**
   * Adds answers, skipping those already there; the last one completes the poll. Notifies those who
   * watch the run.
   * @returns whether more answers are wanted
   */
  record(
    poll: { readonly id: string; readonly runId: string },
    answers: readonly RecordedAnswer[],
  ): Promise<boolean>;
  /** Ends a running poll with the reason; its answers stay. */
  fail(poll: { readonly id: string; readonly runId: string }, problem: string): Promise<void>;
  /** Restarts a failed poll; false when it has not failed. */
  restart(
    poll: { readonly id: string; readonly runId: string },
    audit: AuditEntry,
  ): Promise<boolean>;
  answers(pollId: string, after: number, limit: number): Promise<ListedAnswer[]>;
  count(pollId: string, item: AnswerColumn): Promise<ItemCounts>;
}

/** Ports for reading the polls of a run. */
export type ReadPollPorts = FindRunPorts & { readonly polls: PollStore };

export type ResumePollPorts = ReadPollPorts & { readonly queue: JobQueue };

/** Ports for polling agents as they are now. */
export type StartPollPorts = ResumePollPorts &
  RunScenarioPorts & { readonly worlds: WorldComputation };

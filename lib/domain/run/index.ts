import { z } from "zod";

export const runStatus = z.enum([
  "queued",
  "running",
  "paused",
  "completed",
  "failed",
  "cancelled",
]);
export type RunStatus = z.infer<typeof runStatus>;

/**
 * Why a run stopped. Paused: a person, a failing endpoint, an exhausted budget, an answer that is
 * not on record, as many failed decisions as the study allows, or the installation was restored
 * from a backup. Failed: an error of the scenario, or an unexpected one.
 */
export const stopCause = z.enum([
  "person",
  "endpoint",
  "budget",
  "record",
  "failures",
  "restore",
  "scenario",
  "unexpected",
]);
export type StopCause = z.infer<typeof stopCause>;

export const runCommand = z.enum(["start", "pause", "resume", "cancel"]);
export type RunCommand = z.infer<typeof runCommand>;

/** Which commands a status admits, and where each leads. Completed and cancelled runs are final. */
const TRANSITIONS: Readonly<Record<RunStatus, Partial<Record<RunCommand, RunStatus>>>> = {
  queued: { start: "running", pause: "paused", cancel: "cancelled" },
  running: { pause: "paused", cancel: "cancelled" },
  paused: { resume: "running", cancel: "cancelled" },
  failed: { resume: "running", cancel: "cancelled" },
  completed: {},
  cancelled: {},
};

/** Returns the status after a command, or undefined when the status does not admit it. */
export const statusAfterCommand = (status: RunStatus, command: RunCommand): RunStatus | undefined =>
  TRANSITIONS[status][command];

/** Whether a run makes no progress without a command. */
export const isSettled = (status: RunStatus): boolean =>
  status !== "queued" && status !== "running";

/** Seeds are 31-bit, so that every language and database column holds them exactly. */
export const runSeed = z.int().min(0).max(2_147_483_647);

/**
 * Limits shared by the runs of a study: prompt and completion tokens, and US dollars. Null: no
 * limit.
 */
export const budget = z.object({
  tokens: z.int().min(1).nullable().default(null),
  money: z.number().positive().nullable().default(null),
});
export type Budget = z.infer<typeof budget>;

export const UNLIMITED_BUDGET: Budget = { tokens: null, money: null };

/** The most tokens that an answer may get. */
const MAX_TOKEN_CAP = 200_000;

/**
 * What follows decisions without an answer that can be read: because their call failed, or because
 * the answer was cut off. They fall back in any case.
 */
export const failurePolicy = z.object({
  /** The run pauses after each further group of this many; null: never. */
  pauseAfter: z.int().min(1).max(1_000_000).nullable().default(null),
  /**
   * Answers that were cut off are asked for again with twice the limit of tokens, up to this one;
   * null: up to four times the scenario's.
   */
  tokenCap: z.int().min(1).max(MAX_TOKEN_CAP).nullable().default(null),
});
export type FailurePolicy = z.infer<typeof failurePolicy>;

export const DEFAULT_FAILURE_POLICY: FailurePolicy = { pauseAfter: null, tokenCap: null };

/** Whether a run pauses now that it has `total` such decisions, the last `added` of them new. */
export const isPauseDue = (
  { pauseAfter }: Pick<FailurePolicy, "pauseAfter">,
  { total, added }: { readonly total: number; readonly added: number },
): boolean =>
  pauseAfter !== null && Math.floor(total / pauseAfter) > Math.floor((total - added) / pauseAfter);

/**
 * Whether answers are reused from the record of earlier calls: never, where an identical call is on
 * record, or exclusively.
 */
export const recordPolicy = z.enum(["fresh", "reuse", "only"]);
export type RecordPolicy = z.infer<typeof recordPolicy>;

export * from "./model-choice";

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

/** What paused a run: a person, an endpoint that fails, a used-up budget, or an answer not on record. */
export const pauseCause = z.enum(["person", "endpoint", "budget", "record"]);
export type PauseCause = z.infer<typeof pauseCause>;

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

/** The status after a command, or undefined when the command makes no sense now. */
export const statusAfterCommand = (status: RunStatus, command: RunCommand): RunStatus | undefined =>
  TRANSITIONS[status][command];

/** Whether nothing more will happen to a run unless somebody asks for it. */
export const isSettled = (status: RunStatus): boolean =>
  status !== "queued" && status !== "running";

/** Seeds are 31-bit, so that every language and database column holds them exactly. */
export const runSeed = z.int().min(0).max(2_147_483_647);

/**
 * What the runs of a study may use together: prompt and completion tokens, and US dollars. Null is
 * no limit.
 */
export const budget = z.object({
  tokens: z.int().min(1).nullable().default(null),
  money: z.number().positive().nullable().default(null),
});
export type Budget = z.infer<typeof budget>;

export const UNLIMITED_BUDGET: Budget = { tokens: null, money: null };

/**
 * Whether calls may be answered from the record of earlier ones: never, where there is an identical
 * one, or only so.
 */
export const recordPolicy = z.enum(["fresh", "reuse", "only"]);
export type RecordPolicy = z.infer<typeof recordPolicy>;

export * from "./model-choice";

import { z } from "zod";
import { modelChoices, runStatus } from "@/lib/domain/run";
import { value } from "@/lib/domain/scenario";
import { interventionInput } from "./interventions";

/**
 * Replaces a recorded answer, with the same action unless `action` names another available one.
 */
export const correction = z.strictObject({
  version: z.int().min(0),
  seq: z.int().min(0),
  action: z.string().max(100).optional(),
  values: z.record(z.string(), value),
});

/**
 * `POST /api/runs/ID/fork`: a new run with the same history up to the start of `round`. With a
 * correction, the history extends to the step of that decision, and `round` is optional.
 */
export const forkRun = z
  .strictObject({
    round: z.int().min(1).max(10_000).optional(),
    /** Total rounds of the new run. Default: as in the origin. */
    rounds: z.int().min(1).max(10_000).optional(),
    /** Applied at the fork, before anything else. */
    intervention: interventionInput.optional(),
    correction: correction.optional(),
    /**
     * Endpoint from the fork on, for every group that `models` does not name. Default: as in the
     * origin.
     */
    endpointId: z.string().optional(),
    models: modelChoices.optional(),
  })
  .refine(({ round, correction }) => round !== undefined || correction !== undefined, {
    path: ["round"],
    message: "Say from which round, or correct a decision",
  })
  .refine(
    ({ intervention, correction }) => intervention === undefined || correction === undefined,
    {
      path: ["intervention"],
      message: "Either correct a decision or intervene: fork the fork to do both",
    },
  );
export type ForkRun = z.input<typeof forkRun>;

export const forkedRun = z.object({ runId: z.string(), studyId: z.string() });
export type ForkedRun = z.infer<typeof forkedRun>;

/** A run that shares history with another. */
const forkSummary = z.object({
  runId: z.string(),
  round: z.int(),
  /** One sentence that describes the change. */
  change: z.string(),
  status: runStatus,
  createdAt: z.iso.datetime(),
});

/**
 * `GET /api/runs/ID/fork`: the origin of a run, its forks, and the rounds it can be forked from.
 */
export const forks = z.object({
  origin: forkSummary.nullable(),
  forks: z.array(forkSummary),
  /** Rounds to fork from; null before the first has begun. */
  from: z.object({ first: z.int(), last: z.int() }).nullable(),
  /**
   * Round after the last of a finished run: a fork from there needs more `rounds`.
   */
  continueAt: z.int().nullable(),
  rounds: z.int(),
});
export type Forks = z.infer<typeof forks>;

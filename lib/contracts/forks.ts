import { z } from "zod";
import { modelChoices, runStatus } from "@/lib/domain/run";
import { value } from "@/lib/domain/scenario";
import { interventionInput } from "./interventions";

/**
 * Another answer in the place of a recorded one, of the same action unless `action` names another
 * that was on offer.
 */
export const correction = z.strictObject({
  version: z.int().min(0),
  seq: z.int().min(0),
  action: z.string().max(100).optional(),
  values: z.record(z.string(), value),
});

/**
 * `POST /api/runs/ID/fork`: a new run with the same history up to the beginning of `round`. With a
 * correction, the history goes on to the step of that decision, and `round` may be left out.
 */
export const forkRun = z
  .strictObject({
    round: z.int().min(1).max(10_000).optional(),
    /** How many rounds the new run has in all; the parent's number when left out. */
    rounds: z.int().min(1).max(10_000).optional(),
    /** Happens at the fork, before anything else. */
    intervention: interventionInput.optional(),
    correction: correction.optional(),
    /**
     * Who answers from the fork on, for every group that `models` does not name. Both left out: as
     * in the parent.
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

/** A run that shares its history with another one. */
export const forkSummary = z.object({
  runId: z.string(),
  round: z.int(),
  /** What was changed, in words: a sentence. */
  change: z.string(),
  status: runStatus,
  createdAt: z.iso.datetime(),
});

/**
 * `GET /api/runs/ID/fork`: where a run comes from, what was forked off it, and from where it can be
 * forked now.
 */
export const forks = z.object({
  origin: forkSummary.nullable(),
  forks: z.array(forkSummary),
  /** The rounds to fork from; null before the first one has begun. */
  from: z.object({ first: z.int(), last: z.int() }).nullable(),
  /**
   * The round after the last of a run that is over: a fork from there needs more `rounds` than this
   * one had.
   */
  continueAt: z.int().nullable(),
  rounds: z.int(),
});
export type Forks = z.infer<typeof forks>;

import { z } from "zod";
import { budget } from "@/lib/domain/run";

/** A budget and its use. Null: no limit. */
export const budgetUse = z.object({
  tokens: z.number().nullable(),
  money: z.number().nullable(),
  spentTokens: z.number(),
  /** US dollars, as far as endpoints have prices. */
  spentMoney: z.number(),
  /** Reserved for calls in progress. */
  heldTokens: z.number(),
  heldMoney: z.number(),
});

/** The budget of a study and its use, and those of its project, if that has one. */
export const studyBudget = budgetUse.extend({ project: budgetUse.nullable() });
export type StudyBudget = z.infer<typeof studyBudget>;

/** The budget of a project and its use by all studies. */
export const projectBudget = budgetUse.extend({
  /** Runs of the project that are paused because a budget was used up. */
  waitingRuns: z.number(),
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
});
export type ProjectBudget = z.infer<typeof projectBudget>;

export const changeBudget = z.strictObject({
  budget,
  /** Resume the runs paused because the budget was used up. */
  resume: z.boolean().default(false),
});
export type ChangeBudget = z.output<typeof changeBudget>;

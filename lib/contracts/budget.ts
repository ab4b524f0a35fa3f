import { z } from "zod";
import { budget } from "@/lib/domain/run";

/** The budget of a study, and what of it is used. Null is no limit. */
export const studyBudget = z.object({
  tokens: z.number().nullable(),
  money: z.number().nullable(),
  spentTokens: z.number(),
  /** US dollars, as far as endpoints have prices. */
  spentMoney: z.number(),
  /** Set aside for calls under way. */
  heldTokens: z.number(),
  heldMoney: z.number(),
});
export type StudyBudget = z.infer<typeof studyBudget>;

export const changeBudget = z.strictObject({
  budget,
  /** Resumes the runs that pause because the budget was used up. */
  resume: z.boolean().default(false),
});
export type ChangeBudget = z.output<typeof changeBudget>;

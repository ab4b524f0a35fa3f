import { z } from "zod";
import { budget } from "@/lib/domain/run";

/** The budget of a study and its use. Null: no limit. */
export const studyBudget = z.object({
  tokens: z.number().nullable(),
  money: z.number().nullable(),
  spentTokens: z.number(),
  /** US dollars, as far as endpoints have prices. */
  spentMoney: z.number(),
  /** Reserved for calls in progress. */
  heldTokens: z.number(),
  heldMoney: z.number(),
});
export type StudyBudget = z.infer<typeof studyBudget>;

export const changeBudget = z.strictObject({
  budget,
  /** Resume the runs paused because the budget was used up. */
  resume: z.boolean().default(false),
});
export type ChangeBudget = z.output<typeof changeBudget>;

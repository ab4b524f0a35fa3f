import { z } from "zod";

/** In how many prompts expressions had no value, and which ones, the most frequent first. */
export const nullValueCounts = z.object({
  prompts: z.int(),
  /** Whether there are more than were counted. */
  atLeast: z.boolean(),
  expressions: z.array(z.object({ expression: z.string(), count: z.int() })),
});

export const NO_NULL_VALUES = { prompts: 0, atLeast: false, expressions: [] };

import { z } from "zod";

/** `POST /api/runs/ID/replay`: the recorded decisions played again without a model. */
export const replayResult = z.object({
  /** Steps that were played again. */
  steps: z.int(),
  /** The digest of the last of them, as computed now. */
  digest: z.string().nullable(),
  /** Whether every step has the digest that was recorded. */
  equal: z.boolean(),
  firstDifference: z
    .object({ round: z.int(), phase: z.string(), recorded: z.string(), replayed: z.string() })
    .nullable(),
});
export type ReplayResult = z.infer<typeof replayResult>;

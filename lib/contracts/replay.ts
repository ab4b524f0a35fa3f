import { z } from "zod";

/** `POST /api/runs/ID/replay`: replays the recorded decisions without a model. */
export const replayResult = z.object({
  /** Number of replayed steps. */
  steps: z.int(),
  /** Recomputed digest of the last step. */
  digest: z.string().nullable(),
  /** Whether every step has its recorded digest. */
  equal: z.boolean(),
  firstDifference: z
    .object({ round: z.int(), phase: z.string(), recorded: z.string(), replayed: z.string() })
    .nullable(),
});
export type ReplayResult = z.infer<typeof replayResult>;

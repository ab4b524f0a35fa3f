import { z } from "zod";
import { invalidReason } from "@/lib/domain/decision";
import { NO_NULL_VALUES, nullValueCounts } from "./null-values";

const faultCounts = {
  decisions: z.int(),
  valid: z.int(),
  invalid: z.int(),
  /** Valid when made, but no longer possible at commit. */
  rejected: z.int(),
  /** Invalid decisions replaced by a fallback. */
  fallback: z.int(),
  /** Invalid decisions by reason; only reasons that occurred. */
  reasons: z.partialRecord(invalidReason, z.int()),
};

/**
 * `GET /api/runs/ID/faults`: unusable decisions by reason, in total and by phase in scenario order.
 */
export const decisionFaults = z.object({
  ...faultCounts,
  /**
   * Agents most of whose decisions have no answer that could be read, because calls failed or
   * answers were cut off; at most five.
   */
  failedAgents: z.array(
    z.object({
      agent: z.string(),
      /** Its attribute `name`, if it has one. */
      name: z.string().nullable().default(null),
      reason: invalidReason,
      count: z.int(),
    }),
  ),
  /** Memories and situations without an embedding, because the embedder refused their text. */
  unembedded: z.int().default(0),
  /** Decisions in whose prompt a value was empty. */
  nullValues: nullValueCounts.default(NO_NULL_VALUES),
  phases: z.array(z.object({ phase: z.string(), label: z.string(), ...faultCounts })),
});
export type DecisionFaults = z.infer<typeof decisionFaults>;

import { z } from "zod";
import { invalidReason } from "@/lib/domain/decision";

const faultCounts = {
  decisions: z.int(),
  valid: z.int(),
  invalid: z.int(),
  /** Fine when it was made, and no longer possible when it was carried out. */
  rejected: z.int(),
  /** Invalid decisions in whose place a fallback stood. */
  fallback: z.int(),
  /** Invalid decisions by reason; only reasons that occurred. */
  reasons: z.partialRecord(invalidReason, z.int()),
};

/**
 * `GET /api/runs/ID/faults`: how many decisions could not be used, and why: in all, and phase by
 * phase in the scenario's order.
 */
export const decisionFaults = z.object({
  ...faultCounts,
  phases: z.array(z.object({ phase: z.string(), label: z.string(), ...faultCounts })),
});
export type DecisionFaults = z.infer<typeof decisionFaults>;

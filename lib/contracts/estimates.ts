import { z } from "zod";
import { NO_NULL_VALUES, nullValueCounts } from "./null-values";

/** Amounts that runs request of models, summed. */
const estimateAmounts = z.object({
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** For memories that an endpoint embeds, counted from the texts. */
  embeddingTokens: z.number().default(0),
  /** US dollars; null where an endpoint has no price. */
  cost: z.number().nullable(),
  /**
   * Null in estimates of earlier versions, which did not estimate time.
   */
  seconds: z.number().nullable(),
});
export type EstimateAmounts = z.infer<typeof estimateAmounts>;

const estimateLine = z.object({
  group: z.string(),
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
});

/** Estimate of a study, all runs together. */
export const studyEstimate = estimateAmounts.extend({
  low: estimateAmounts,
  high: estimateAmounts,
  /** The runs it counts. */
  runs: z.int(),
  groups: z.array(
    estimateLine.extend({
      model: z.string(),
      endpoints: z.array(z.string()),
      cost: z.number().nullable(),
    }),
  ),
  phases: z.array(estimateLine.extend({ phase: z.string(), label: z.string() })),
  basis: z.object({
    rounds: z.int(),
    /** Rounds simulated with sample answers; later ones are extrapolated. */
    played: z.int(),
    /** Whether time ran out within the first round. */
    rough: z.boolean(),
    /** Simulated repetitions, each with different answers. */
    plays: z.int().default(1),
    /** Simulated agents as a share of those of the run. */
    share: z.number().default(1),
    /** Prompts whose tokens were counted. */
    prompts: z.int(),
    /** Those of them in which a value was empty. */
    nullValues: nullValueCounts.default(NO_NULL_VALUES),
    /**
     * Source of answer lengths: the record for the same scenario and model, or limits of texts.
     */
    answers: z.enum(["record", "limits", "both"]),
    /** Calls on record that lengths and latency were taken from. */
    recorded: z.int(),
    /** Whether the model's own counts of tokens are known from the record. */
    calibrated: z.boolean(),
    /** Share of answers that are retried. */
    retries: z.number(),
    /** Share of decisions answered from the record of earlier runs. */
    reused: z.number().default(0),
    /**
     * Assumed seconds per answer of models without a call on record; null where all have some.
     */
    assumedLatency: z.number().nullable().default(null),
    /** Concurrent calls that the endpoints accept. */
    concurrency: z.number().default(0),
  }),
});
export type StudyEstimate = z.infer<typeof studyEstimate>;

/** Estimate and actual use of a study or run; use so far while it is active. */
export const estimateAndActual = z.object({
  /** Null where none was made at start. */
  estimate: estimateAmounts.nullable(),
  low: estimateAmounts.nullable(),
  high: estimateAmounts.nullable(),
  actual: estimateAmounts,
  /** Whether all of it completed. */
  over: z.boolean(),
});
export type EstimateAndActual = z.infer<typeof estimateAndActual>;

import { z } from "zod";

/** What runs ask of models, together. */
const estimateAmounts = z.object({
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** Of memories that an endpoint embeds, counted from the texts. */
  embeddingTokens: z.number().default(0),
  /** US dollars; null where an endpoint has no price. */
  cost: z.number().nullable(),
  /**
   * Null in estimates of earlier versions of the program, where nothing was known of the pace of
   * the models.
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

/** What a study is expected to take, all of its runs together. */
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
    /** Rounds played with stand-in answers; those after them follow from these. */
    played: z.int(),
    /** Time ran out within the first round. */
    rough: z.boolean(),
    /** How often the run was played, each time with other answers. */
    plays: z.int().default(1),
    /** The agents that were played to those of the run. */
    share: z.number().default(1),
    /** Prompts whose tokens were counted. */
    prompts: z.int(),
    /**
     * How long answers are: as on record for the same scenario and model, or by the limits of their
     * texts.
     */
    answers: z.enum(["record", "limits", "both"]),
    /** Calls on record that answers and pace were taken from. */
    recorded: z.int(),
    /** Whether the model's own counts of tokens are known from the record. */
    calibrated: z.boolean(),
    /** Share of answers that are asked for again. */
    retries: z.number(),
    /** Share of decisions that the record of earlier runs answers. */
    reused: z.number().default(0),
    /**
     * For models without a call on record: seconds that an answer is taken to need. Null where all
     * have some.
     */
    assumedLatency: z.number().nullable().default(null),
    /** Calls that the endpoints take at once. */
    concurrency: z.number().default(0),
  }),
});
export type StudyEstimate = z.infer<typeof studyEstimate>;

/** What was expected of a study or a run, and what it took: so far, while it is going. */
export const estimateAndActual = z.object({
  /** Null for what was begun without one. */
  estimate: estimateAmounts.nullable(),
  low: estimateAmounts.nullable(),
  high: estimateAmounts.nullable(),
  actual: estimateAmounts,
  /** Whether all of it is over, to its end. */
  over: z.boolean(),
});
export type EstimateAndActual = z.infer<typeof estimateAndActual>;

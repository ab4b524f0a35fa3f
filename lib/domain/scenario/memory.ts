import { z } from "zod";
import { expression } from "./primitives";

const retrieval = {
  /** How many of the latest memories are always shown. */
  keep: z.int().min(0).max(200).default(6),
  /** How many older memories are retrieved by score. */
  retrieve: z.int().min(0).max(200).default(6),
  weights: z
    .strictObject({
      recency: z.number().min(0).default(1),
      relevance: z.number().min(0).default(1),
      importance: z.number().min(0).default(1),
    })
    .default({ recency: 1, relevance: 1, importance: 1 }),
  /** Half-life of recency in rounds. */
  halfLife: z.number().positive().default(5),
  /**
   * A number from 0 to 1, an expression, or `model`: rated by the model in the same call as the
   * decision.
   */
  importance: z.union([z.literal("model"), expression]).default(0.5),
};

export const memory = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("short"), keep: z.int().min(1).max(200).default(6) }),
  z.strictObject({ kind: z.literal("long"), ...retrieval }),
  z.strictObject({
    kind: z.literal("reflection"),
    ...retrieval,
    /** Reflect once the importance of events since the last reflection adds up to this. */
    threshold: z.number().positive().default(3),
    insights: z.int().min(1).max(10).default(3),
  }),
]);
export type MemorySettings = z.infer<typeof memory>;

type MemoryDescriptions = {
  readonly [Kind in MemorySettings["kind"]]: (
    settings: Extract<MemorySettings, { kind: Kind }>,
  ) => string;
};

/** What each kind of memory retains, to follow "remembers". */
const MEMORY_DESCRIPTIONS: MemoryDescriptions = {
  none: () => "no memory",
  short: ({ keep }) => `the last ${keep} events`,
  long: () => "recent events and relevant older ones",
  reflection: () => "recent events, relevant older ones, and reflections",
};

/** Describes memory settings in a few words. */
export const describeMemory = (settings: MemorySettings): string =>
  MEMORY_DESCRIPTIONS[settings.kind](settings as never);

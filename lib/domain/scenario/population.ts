import { z } from "zod";
import { attribute } from "./attribute";
import { memory } from "./memory";
import { DEFAULT_MODEL_GROUP, populationModel } from "./model";
import { expression, label, name, recordByName, prose, template, value } from "./primitives";

/** An uploaded table, by name, from which rows are made. */
const dataset = z.strictObject({
  name: z.string().min(1),
  /** Column of sampling weights; with it, or with `count`, rows are drawn with replacement. */
  weight: z.string().optional(),
});

/**
 * How a row is described to agents as an option. Default: its public attributes.
 */
const describe = template.optional();

export const agentType = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  count: expression.optional(),
  dataset: dataset.optional(),
  attributes: recordByName(attribute).default({}),
  profile: template,
  describe,
  memory: memory.default({ kind: "none" }),
  /** The model of these agents: a group of endpoints, or a mixture of groups by share. */
  model: populationModel.default(DEFAULT_MODEL_GROUP),
});

export const table = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  attributes: recordByName(attribute).default({}),
  describe,
  /** Inline rows: attribute → value. Attributes left out are drawn from their `init`. */
  rows: z.array(z.record(z.string(), value)).max(100_000).optional(),
  /** Generated rows. */
  count: expression.optional(),
  dataset: dataset.optional(),
});
export type Table = z.infer<typeof table>;

const probability = expression;

export const generator = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("complete") }),
  /**
   * Erdős–Rényi: each pair tied with `probability`, or with the probability that gives the mean
   * `degree`.
   */
  z.strictObject({
    kind: z.literal("random"),
    probability: probability.optional(),
    degree: expression.optional(),
  }),
  /** Ring lattice: each tied to its `degree` nearest. */
  z.strictObject({ kind: z.literal("ring"), degree: expression }),
  /** Watts–Strogatz. */
  z.strictObject({ kind: z.literal("smallWorld"), degree: expression, rewire: probability }),
  /** Barabási–Albert: each newcomer makes `links` ties by preferential attachment. */
  z.strictObject({ kind: z.literal("scaleFree"), links: expression }),
  /** Ties by probability within and across the values of an attribute. */
  z.strictObject({
    kind: z.literal("stochasticBlock"),
    attribute: name,
    within: probability,
    across: probability,
  }),
  /** Mean `degree`, with a share `homophily` of ties made within the own value of an attribute. */
  z.strictObject({
    kind: z.literal("homophily"),
    attribute: name,
    degree: expression,
    homophily: probability,
  }),
  z.strictObject({ kind: z.literal("tree"), branching: expression }),
  z.strictObject({
    kind: z.literal("grid"),
    torus: z.boolean().default(false),
    diagonal: z.boolean().default(false),
  }),
  /** Between two types: each source tied to `degree` random targets. */
  z.strictObject({ kind: z.literal("bipartite"), degree: expression }),
]);
export type Generator = z.infer<typeof generator>;

/** Short descriptions of the generators. */
const GENERATOR_DESCRIPTIONS: Readonly<Record<Generator["kind"], string>> = {
  complete: "complete",
  random: "random ties",
  ring: "ring lattice",
  smallWorld: "small world",
  scaleFree: "scale-free",
  stochasticBlock: "blocks, denser within than across",
  homophily: "ties between similar agents",
  tree: "a tree",
  grid: "a grid",
  bipartite: "between two types",
};

export const describeGenerator = ({ kind }: Generator): string => GENERATOR_DESCRIPTIONS[kind];

export const network = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  between: z.tuple([name, name]),
  directed: z.boolean().default(false),
  attributes: recordByName(attribute).default({}),
  generate: generator.optional(),
  /** An edge list: columns that hold the ids of source and target. */
  dataset: z
    .strictObject({
      name: z.string().min(1),
      source: z.string().min(1),
      target: z.string().min(1),
      /**
       * The attribute of source and target rows that those columns hold; the id of the row
       * (`Voter-12`) or its number when left out.
       */
      sourceKey: name.optional(),
      targetKey: name.optional(),
      /**
       * Ties to rows that do not exist, for example when only some users are simulated: an error,
       * or skipped.
       */
      unknown: z.enum(["error", "skip"]).optional(),
    })
    .optional(),
});
export type Network = z.infer<typeof network>;

import { z } from "zod";
import { attributeType, value } from "@/lib/domain/scenario";

/** A network has at least this many ties at an agent whose degree says so: no more are counted. */
export const MAX_COUNTED_DEGREE = 500;

/** The most agents of a sample, and around an agent. */
export const MAX_SAMPLED_AGENTS = 1_000;

/** The most ties away from an agent that its surroundings reach. */
export const MAX_HOPS = 4;

/** `GET /api/runs/ID/network?network=Friends&round=3&focus=Voter-12&hops=2`: what to draw. */
export const networkQuery = z.object({
  /** Left out: the first that the scenario declares. */
  network: z.string().min(1).max(100).optional(),
  /** As it was at the end of this round, 0 being the start. Left out: as it is now. */
  round: z.coerce.number().int().min(0).max(10_000).optional(),
  /** Only what is around this agent, at most `hops` ties away. */
  focus: z.string().max(100).optional(),
  hops: z.coerce.number().int().min(1).max(MAX_HOPS).default(2),
  /** Another number, another sample. */
  sample: z.coerce.number().int().min(1).max(1_000_000).default(1),
});
export type NetworkQuery = z.input<typeof networkQuery>;

/**
 * An attribute of the agents shown that a colour or a size can stand for, with their values in
 * their order.
 */
const shownAttribute = z.object({
  /** The agent type or table it belongs to: values of others are null. */
  of: z.string(),
  name: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  type: attributeType.extract(["number", "integer", "boolean", "category"]),
  options: z.array(z.string()).nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  dynamic: z.boolean(),
  values: z.array(value),
});
export type ShownAttribute = z.infer<typeof shownAttribute>;

export const networkPicture = z.object({
  network: z.string(),
  label: z.string(),
  directed: z.boolean(),
  round: z.int(),
  /** Of the whole network. */
  agents: z.int(),
  ties: z.int(),
  shown: z.enum(["all", "sample", "surroundings"]),
  /** The agent types and tables at the ends of the ties. */
  types: z.array(z.object({ name: z.string(), label: z.string() })),
  /**
   * `degree` counts the ties of the whole network, those to agents not shown included, up to
   * MOST_TIES_COUNTED.
   */
  nodes: z.array(z.object({ id: z.string(), degree: z.int() })),
  /** Between agents shown, by their places in `nodes`: source, target. */
  edges: z.array(z.tuple([z.int(), z.int()])),
  attributes: z.array(shownAttribute),
});
export type NetworkPicture = z.infer<typeof networkPicture>;

import { z } from "zod";
import { attributeType, value } from "@/lib/domain/scenario";
import { agentNames } from "./population";

/** Degrees are counted up to this number. */
export const MAX_COUNTED_DEGREE = 500;

/** Maximum number of agents in a sample or an ego network. */
export const MAX_SAMPLED_AGENTS = 1_000;

/** Maximum distance from the focal agent in ties. */
export const MAX_HOPS = 4;

/** `GET /api/runs/ID/network?network=Friends&round=3&focus=Voter-12&hops=2`: the part to draw. */
export const networkQuery = z.object({
  /** Default: the first that the scenario declares. */
  network: z.string().min(1).max(100).optional(),
  /** State at the end of this round, 0 being the start. Default: current. */
  round: z.coerce.number().int().min(0).max(10_000).optional(),
  /** Restricts to agents at most `hops` ties from this agent. */
  focus: z.string().max(100).optional(),
  hops: z.coerce.number().int().min(1).max(MAX_HOPS).default(2),
  /** Seed of the sample. */
  sample: z.coerce.number().int().min(1).max(1_000_000).default(1),
});
export type NetworkQuery = z.input<typeof networkQuery>;

/**
 * An attribute that can be mapped to colour or size, with the values of the nodes in order.
 */
const shownAttribute = z.object({
  /** Its agent type or table; null values for other nodes. */
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
  /** Totals of the whole network. */
  agents: z.int(),
  ties: z.int(),
  shown: z.enum(["all", "sample", "surroundings"]),
  /** The agent types and tables at the ends of the ties. */
  types: z.array(z.object({ name: z.string(), label: z.string() })),
  /**
   * `degree` counts all ties, including those to hidden agents, up to MAX_COUNTED_DEGREE.
   */
  nodes: z.array(z.object({ id: z.string(), degree: z.int() })),
  /** Names by id; only of nodes that have one. */
  names: agentNames,
  /** Source and target as indices into `nodes`. */
  edges: z.array(z.tuple([z.int(), z.int()])),
  attributes: z.array(shownAttribute),
});
export type NetworkPicture = z.infer<typeof networkPicture>;

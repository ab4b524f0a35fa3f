import { z } from "zod";
import { attributeType, value } from "@/lib/domain/scenario";

// The agents of a run, for forms that address them: fork, intervention, interview, poll.

/** Type and ordinal of an agent: `Voter-3`. */
export const agentId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,59}-[1-9]\d{0,9}$/,
    "Name an agent by its id, for example Voter-3",
  );

/** Names of the agents in an answer, by id; only of those that have an attribute `name`. */
export const agentNames = z.record(z.string(), z.string());

const populationAttribute = z.object({
  name: z.string(),
  label: z.string(),
  type: attributeType,
  unit: z.string().nullable(),
  options: z.array(z.string()).nullable(),
  /** The table a ref points into. */
  to: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Whether it may change after set-up; interventions can only set such attributes. */
  dynamic: z.boolean(),
});
export type PopulationAttribute = z.infer<typeof populationAttribute>;

const populationType = z.object({
  name: z.string(),
  label: z.string(),
  attributes: z.array(populationAttribute),
});
export type PopulationType = z.infer<typeof populationType>;

/**
 * `GET /api/runs/ID/cast`: agent types with their attributes, and questionnaires.
 */
export const population = z.object({
  types: z.array(populationType),
  questionnaires: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      items: z.array(z.object({ name: z.string(), label: z.string() })),
    }),
  ),
});
export type Population = z.infer<typeof population>;

/**
 * `GET /api/runs/ID/agents?type=Voter&search=nurse`: current agents by ordinal.
 */
export const agentQuery = z.object({
  type: z.string().min(1).max(100),
  /** Prefix of an id, an ordinal, or words of texts and categories. */
  search: z.string().trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const agentList = z.object({
  agents: z.array(z.object({ id: z.string(), values: z.record(z.string(), value) })),
  /** Number of matches; a lower bound with `atLeast`. */
  total: z.int(),
  atLeast: z.boolean(),
  /** State at the beginning of this round. */
  round: z.int(),
});
export type AgentList = z.infer<typeof agentList>;
export type ListedAgent = AgentList["agents"][number];

import { z } from "zod";
import { attribute, ordered } from "./attribute";
import { action, conversation, intervention, measure, questionnaire, view } from "./behaviour";
import { definition, procedure } from "./definition";
import { phase } from "./phase";
import { agentType, network, table } from "./population";
import { expression, label, name, recordByName, prose, template } from "./primitives";

const parameterBase = {
  label: label.optional(),
  description: prose.optional(),
  unit: label.optional(),
};

export const parameter = z.discriminatedUnion("type", [
  z.strictObject({
    ...parameterBase,
    type: z.literal("integer"),
    default: z.int(),
    min: z.int().optional(),
    max: z.int().optional(),
  }),
  z.strictObject({
    ...parameterBase,
    type: z.literal("number"),
    default: z.number(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({ ...parameterBase, type: z.literal("boolean"), default: z.boolean() }),
  z.strictObject({
    ...parameterBase,
    type: z.literal("category"),
    options: z.array(z.string().min(1)).min(1),
    ordered,
    default: z.string(),
  }),
  z.strictObject({
    ...parameterBase,
    type: z.literal("text"),
    default: z.string(),
    maxLength: z.int().min(1).default(2_000),
  }),
]);
export type Parameter = z.infer<typeof parameter>;

/** Parameters of model calls. */
const calls = z.strictObject({
  temperature: z.number().min(0).max(2).default(0.7),
  /** Longest completion, in tokens. */
  maxTokens: z.int().min(1).max(32_000).default(600),
  /** Retries of an invalid answer, with the problems found. */
  retries: z.int().min(0).max(5).default(2),
  /**
   * Token budgets of the parts of a prompt; the decision records what was trimmed.
   */
  budget: z
    .strictObject({
      profile: z.int().min(50).max(200_000).default(2_000),
      memory: z.int().min(50).max(200_000).default(3_000),
      observation: z.int().min(50).max(200_000).default(8_000),
    })
    .default({ profile: 2_000, memory: 3_000, observation: 8_000 }),
});

const SCENARIO_SCHEMA = "microcosm/scenario/1";

/**
 * The complete scenario document: the one definition from which types, JSON Schema and forms
 * derive.
 */
export const scenario = z.strictObject({
  schema: z.literal(SCENARIO_SCHEMA),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "use lower-case letters, digits and hyphens")
    .max(80),
  title: label,
  summary: prose,
  /** Longer text for the gallery: what is modelled and how. */
  description: prose.optional(),
  domain: label.optional(),
  literature: z.array(prose).optional(),
  /** Research questions it can explore. */
  questions: z.array(prose).optional(),
  /** The head of each prompt, identical for every agent and call. */
  instructions: template,
  parameters: recordByName(parameter).default({}),
  /** Named expressions. */
  define: recordByName(definition).optional(),
  /** Named effects. */
  procedures: recordByName(procedure).optional(),
  rounds: expression,
  agents: recordByName(agentType),
  tables: recordByName(table).default({}),
  networks: recordByName(network).default({}),
  world: recordByName(attribute).default({}),
  views: recordByName(view).default({}),
  actions: recordByName(action).default({}),
  conversations: recordByName(conversation).default({}),
  questionnaires: recordByName(questionnaire).default({}),
  phases: z.array(phase).min(1).max(100),
  interventions: z.array(intervention).max(200).default([]),
  measures: recordByName(measure).default({}),
  calls: calls.prefault({}),
});

/** A scenario as its author writes it. */
export type ScenarioDocument = z.input<typeof scenario>;
/** A scenario with every default filled in. */
export type Scenario = z.output<typeof scenario>;

/** Values of a scenario's parameters. */
export type ParameterValues = Readonly<Record<string, number | string | boolean>>;

export const parameterValues: z.ZodType<ParameterValues> = z.record(
  name,
  z.union([z.number(), z.string(), z.boolean()]),
);

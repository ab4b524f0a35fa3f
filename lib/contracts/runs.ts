import { z } from "zod";
import { measureChart, measureTiming, parameterValues } from "@/lib/domain/scenario";
import { decisionKind, decisionStatus, shownColumns } from "@/lib/domain/decision";
import {
  budget,
  modelChoice,
  modelChoices,
  stopCause,
  DEFAULT_FAILURE_POLICY,
  failurePolicy,
  UNLIMITED_BUDGET,
  recordPolicy,
  runSeed,
  runStatus,
} from "@/lib/domain/run";
import { runFileInfo } from "./files";
import { agentNames } from "./population";

/** Name of the arm of a study that declares none. */
export const DEFAULT_ARM = "baseline";

const MAX_ARMS = 100;
const MAX_RUNS = 2_000;

const armInputs = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1, "Enter a name").max(100),
      /** Override the parameters of the study. */
      parameters: parameterValues.default({}),
    }),
  )
  .min(1, "Add at least one arm")
  .max(MAX_ARMS)
  .refine(
    (arms) => new Set(arms.map(({ name }) => name)).size === arms.length,
    "Give each arm its own name",
  );

/**
 * Starts a study: one run per arm and replicate, of a gallery template, a whole document or a
 * stored version.
 */
export const startStudy = z
  .strictObject({
    name: z.string().trim().max(200).optional(),
    template: z.string().optional(),
    document: z.unknown().optional(),
    /** A stored version of a scenario, by its id. */
    scenarioVersionId: z.string().optional(),
    /** Parameters of all arms. */
    parameters: parameterValues.default({}),
    /** Conditions to compare, each with its own parameters. Default: one arm, "baseline". */
    arms: armInputs.optional(),
    rounds: z.int().min(1).max(10_000).optional(),
    seed: runSeed.optional(),
    replicates: z.int().min(1).max(200).default(1),
    /**
     * Endpoint for every group that `models` does not name. Default: the group of that name, else
     * the built-in demo model.
     */
    endpointId: z.string().optional(),
    models: modelChoices.default({}),
    budget: budget.default(UNLIMITED_BUDGET),
    record: recordPolicy.default("fresh"),
    failures: failurePolicy.default(DEFAULT_FAILURE_POLICY),
  })
  .refine(({ arms, replicates }) => (arms?.length ?? 1) * replicates <= MAX_RUNS, {
    path: ["replicates"],
    message: `A study has at most ${MAX_RUNS.toLocaleString("en")} runs, arms times replicates`,
  });
export type StartStudy = z.input<typeof startStudy>;

/** Repeats a study: from the record only, or calling the model for what is not on record. */
export const repeatStudy = z.strictObject({
  record: recordPolicy.exclude(["fresh"]).default("only"),
  name: z.string().trim().max(200).optional(),
});
export type RepeatStudy = z.output<typeof repeatStudy>;

export const startedStudy = z.object({ studyId: z.string(), runIds: z.array(z.string()) });
export type StartedStudy = z.infer<typeof startedStudy>;

/**
 * The changing state of a run, small enough to send several times a second.
 */
const runProgress = z.object({
  status: runStatus,
  statusReason: z.string().nullable(),
  /**
   * Why the run paused or failed; null in other states, and in runs from before causes were kept.
   */
  pauseCause: stopCause.nullable(),
  /** Time of the next automatic retry; null when a person has to resume. */
  resumeAt: z.iso.datetime().nullable(),
  version: z.int(),
  round: z.int(),
  rounds: z.int(),
  phase: z.string().nullable(),
  stepPlanned: z.int(),
  stepDone: z.int(),
  /** Share of the run done, 0 to 1. */
  share: z.number(),
  decisions: z.int(),
  invalid: z.int(),
  rejected: z.int(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** Estimated from texts: servers do not report it. */
  embeddingTokens: z.number(),
  /** US dollars, for endpoints with prices. */
  cost: z.number(),
  /** Decisions answered from the record, without tokens. */
  reused: z.int(),
  activeMs: z.number(),
  /** Mean over the active time. */
  decisionsPerSecond: z.number(),
  /** Estimated seconds remaining; null while unknown or settled. */
  etaSeconds: z.number().nullable(),
  digest: z.string().nullable(),
  stopReason: z.string().nullable(),
});
export type RunProgress = z.infer<typeof runProgress>;

const runSummary = z.object({
  id: z.string(),
  studyId: z.string(),
  studyName: z.string(),
  /** Whether its study was started by the installation itself. */
  isExample: z.boolean(),
  scenarioName: z.string(),
  scenarioTitle: z.string(),
  scenarioId: z.string(),
  /** Whether the scenario was deleted; its version stays with the study. */
  isScenarioDeleted: z.boolean(),
  /** Number of the scenario version. */
  scenarioVersion: z.int(),
  arm: z.object({
    /** From 1, in the order of the design. */
    number: z.int(),
    name: z.string(),
    /** Number of arms of the study. */
    count: z.int(),
  }),
  replicate: z.int(),
  /** The run it was forked from; null for runs that are no forks, and once that run was deleted. */
  forkOf: z.string().nullable(),
  /** First round of a fork that is not shared with its origin; null for other runs. */
  forkRound: z.int().nullable(),
  seed: z.int(),
  model: z.string(),
  isDemo: z.boolean(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  progress: runProgress,
});
export type RunSummary = z.infer<typeof runSummary>;

const measureInfo = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  unit: z.string().nullable(),
  chart: measureChart,
  at: measureTiming,
});

export const measureSeries = measureInfo.extend({
  points: z.array(
    z.object({ round: z.int(), value: z.number().nullable(), problem: z.string().nullable() }),
  ),
});
export type MeasureSeries = z.infer<typeof measureSeries>;

/** The model of one group that the scenario names. */
const runModel = z.object({
  group: z.string(),
  choice: modelChoice,
  /** Name of the group or endpoint. */
  name: z.string(),
  model: z.string(),
  /** Agent types with the share it answers for, from 0 to 1. */
  agents: z.array(z.object({ type: z.string(), label: z.string(), share: z.number() })),
  /** Labels of the tasks it answers for all agents. */
  tasks: z.array(z.string()),
});
export type RunModel = z.infer<typeof runModel>;

export const runDetail = runSummary.extend({
  parameters: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      value: z.union([z.number(), z.string(), z.boolean()]),
      isDefault: z.boolean(),
    }),
  ),
  scenarioSummary: z.string(),
  /** When retention deleted prompts and raw answers of it, or of the history that it shares. */
  promptsDeletedAt: z.iso.datetime().nullable(),
  endpointName: z.string(),
  models: z.array(runModel),
  record: recordPolicy,
  agentTypes: z.array(z.string()),
  phases: z.array(z.object({ id: z.string(), label: z.string() })),
  actions: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      kind: decisionKind.extract(["action", "questionnaire"]),
    }),
  ),
  networks: z.array(z.object({ name: z.string(), label: z.string() })),
  measures: z.array(measureInfo),
  files: z.array(runFileInfo),
  mayRun: z.boolean(),
  mayReview: z.boolean(),
});
export type RunDetail = z.infer<typeof runDetail>;

/** Server-sent event of the run page. Measures are included only when changed. */
export const runEvent = z.object({
  progress: runProgress,
  measures: z.array(measureSeries).optional(),
});
export type RunEvent = z.infer<typeof runEvent>;

const studyArm = z.object({
  number: z.int(),
  name: z.string(),
  /** Values that override the parameters of the study. */
  parameters: parameterValues,
});

export const studySummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  /** Whether lists leave it out. */
  isArchived: z.boolean(),
  /** Number of edits of name, description and tags. */
  revision: z.int(),
  /** Whether the viewer may edit it and start runs. */
  mayRun: z.boolean(),
  /** Started by the installation itself. */
  isExample: z.boolean(),
  scenarioName: z.string(),
  scenarioTitle: z.string(),
  scenarioId: z.string(),
  /** Whether the scenario was deleted; its version stays with the study. */
  isScenarioDeleted: z.boolean(),
  /** Number of the scenario version. */
  scenarioVersion: z.int(),
  createdAt: z.iso.datetime(),
  record: recordPolicy,
  /** Conditions of the study, in the order of the design. */
  arms: z.array(studyArm),
  /** The study's own runs, by arm and replicate. */
  runs: z.array(runSummary),
  /** Runs forked from these or from other forks; no part of the study's design and results. */
  forks: z.array(runSummary),
});
export type StudySummary = z.infer<typeof studySummary>;

/** A decision in a list. */
export const decisionRow = z.object({
  ...shownColumns("list"),
  names: agentNames,
  /** The viewer's own score. */
  score: z.int().nullable(),
  hasRewrite: z.boolean(),
});
export type DecisionRow = z.infer<typeof decisionRow>;

export const decisionQuery = z.object({
  /** `version.seq` of the last row seen. */
  after: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  round: z.coerce.number().int().min(0).max(10_000).optional(),
  phase: z.string().optional(),
  status: decisionStatus.optional(),
  agent: z.string().max(100).optional(),
  /** Only decisions that the viewer has reviewed. */
  reviewed: z.enum(["yes"]).optional(),
  /** Only decisions with a value in the prompt that was empty. */
  nullValues: z.enum(["yes"]).optional(),
});
export type DecisionQuery = z.input<typeof decisionQuery>;

export const decisionPage = z.object({
  rows: z.array(decisionRow),
  next: z.string().nullable(),
  /** Number of matches; a lower bound with `atLeast`. */
  total: z.int(),
  atLeast: z.boolean(),
});
export type DecisionPage = z.infer<typeof decisionPage>;

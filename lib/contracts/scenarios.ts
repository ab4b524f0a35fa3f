import { z } from "zod";
import type { Budget, FailurePolicy, RecordPolicy, RunModels } from "@/lib/domain/run";
import type { Parameter, ParameterValues, Scenario, ScenarioDocument } from "@/lib/domain/scenario";
import { problem } from "./errors";
import type { RunSummary } from "./runs";

/** A template in the gallery. */
export type TemplateSummary = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly domain?: string | undefined;
  readonly rounds: string;
  readonly agentTypes: readonly string[];
  readonly phases: number;
  readonly measures: readonly string[];
};

/** A template with the data of its page and form. */
export type TemplateDetail = TemplateSummary & {
  readonly description?: string | undefined;
  readonly literature: readonly string[];
  readonly questions: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The rounds at the default parameters. */
  readonly defaultRounds: number;
  readonly document: Scenario;
};

/** Which version of a scenario, by its number; the latest by default. */
export const versionQuery = z.object({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

/** What a new study is filled from, and the version of the scenario that it uses instead. */
export const designQuery = versionQuery.extend({
  run: z.string().optional(),
  study: z.string().optional(),
});

/** A version of a scenario of the project, with its use. */
export type ScenarioVersionUse = {
  readonly id: string;
  readonly number: number;
  readonly createdAt: string;
  readonly studies: number;
  readonly runs: number;
  /** Whether it is a template of the gallery as it is. */
  readonly isTemplate: boolean;
};

/** A scenario that studies of the project were made of, its versions the latest first. */
export type StoredScenario = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly versions: readonly ScenarioVersionUse[];
};

/** A scenario with one of its versions and the runs of that. */
export type StoredScenarioDetail = {
  readonly scenario: StoredScenario;
  readonly version: ScenarioVersionUse;
  readonly document: ScenarioDocument;
  readonly parsed: Scenario;
  /** The rounds at the default parameters. */
  readonly defaultRounds: number;
  readonly runs: readonly RunSummary[];
  /** Whether the viewer may start runs. */
  readonly mayRun: boolean;
};

/** What a run or a study was made of, to start another one with changes. */
export type Design = {
  readonly study: { readonly id: string; readonly name: string };
  /** Null for the design of a whole study. */
  readonly run: Pick<RunSummary, "id" | "arm" | "replicate" | "forkRound"> | null;
  /** Whether it belongs to the project in which new studies start. */
  readonly isInCurrentProject: boolean;
  readonly scenario: Pick<StoredScenario, "id" | "title" | "versions">;
  /** The number of the version that it was made of. */
  readonly usedVersion: number;
  /** The version to start, which it need not have been made of, and its scenario. */
  readonly version: ScenarioVersionUse;
  readonly parsed: Scenario;
  readonly defaultRounds: number;
  readonly settings: DesignSettings;
};

export type DesignSettings = {
  /** Of all arms: every parameter of the version that was used. */
  readonly parameters: ParameterValues;
  /** Null for those of the scenario with these parameters. */
  readonly rounds: number | null;
  readonly seed: number;
  readonly replicates: number;
  readonly models: RunModels;
  readonly budget: Budget;
  readonly record: RecordPolicy;
  readonly failures: FailurePolicy;
  /** Null for the one arm of a study that declares none. */
  readonly arms: readonly { readonly name: string; readonly parameters: ParameterValues }[] | null;
};

/** A place where a scenario makes private attributes (as `Colleague.minutes`) public on purpose. */
const revelation = z.object({
  pointer: z.string(),
  position: problem.shape.position,
  attributes: z.array(z.string()),
});
export type Revelation = z.infer<typeof revelation>;

/** What to do about a document with `wasValid`, for people. */
export const WAS_VALID =
  "Earlier versions of Microcosm accepted this document. Studies that were started with it go on " +
  "and can be repeated and forked; only a new study needs the changes, which each problem names.";

/** At most `MAX_PROBLEMS` problems; `moreProblems` counts the others. */
export const checkResult = z.object({
  ok: z.boolean(),
  problems: z.array(problem),
  moreProblems: z.number().int().positive().optional(),
  /** Whether all its problems are ones that earlier versions of Microcosm did not find. */
  wasValid: z.boolean().optional(),
  /** Valid, but probably not meant. */
  warnings: z.array(problem).default([]),
  /** By `reveal(…)`, or by effects that store private attributes where more can see them. */
  revelations: z.array(revelation).default([]),
});
/** As services answer; without lists of remarks where there are none to make. */
export type CheckResult = z.input<typeof checkResult>;

import { z } from "zod";
import type { Problem } from "@/lib/contracts/errors";
import type { StartStudy } from "@/lib/contracts/runs";
import type { Endpoint } from "@/lib/contracts/endpoints";
import {
  type ModelChoice,
  modelChoices,
  DEFAULT_FAILURE_POLICY,
  failurePolicy,
  UNLIMITED_BUDGET,
  recordPolicy,
  resolveChoice,
  runSeed,
  defaultChoice,
} from "@/lib/domain/run";
import {
  DEFAULT_MODEL_GROUP,
  type ModelGroupUse,
  findParameterProblem,
  type Parameter,
  toJsonPointer,
} from "@/lib/domain/scenario";

/**
 * The entries in the form of a study. Only changed parameters are kept: the rest follows the
 * scenario.
 */
export const studyDraft = z.object({
  name: z.string(),
  /** Values of parameters that were touched; null is an empty number field. */
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  /** Null: the scenario's default. */
  rounds: z.number().nullable(),
  replicates: z.number().nullable(),
  /** Null: drawn at the start. */
  seed: z.number().nullable(),
  /** Models by group of the scenario; by default the group of that name or the demo model. */
  models: modelChoices.default({}),
  budget: z
    .object({ tokens: z.number().nullable(), money: z.number().nullable() })
    .default(UNLIMITED_BUDGET),
  record: recordPolicy.default("fresh"),
  failures: z
    .object({ pauseAfter: z.number().nullable(), tokenCap: z.number().nullable() })
    .default(DEFAULT_FAILURE_POLICY),
});
export type StudyDraft = z.infer<typeof studyDraft>;
export type DraftValue = StudyDraft["values"][string];

export const EMPTY_DRAFT: StudyDraft = {
  name: "",
  values: {},
  rounds: null,
  replicates: 1,
  seed: null,
  models: {},
  budget: UNLIMITED_BUDGET,
  record: "fresh",
  failures: DEFAULT_FAILURE_POLICY,
};

/** The parts of a scenario that its form depends on. */
export interface ScenarioForm {
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The groups of models that it names. */
  readonly groups: readonly ModelGroupUse[];
}

/** The value of a parameter: changed, else its default. */
export function valueOf(draft: StudyDraft, name: string, parameter: Parameter): DraftValue {
  const given = draft.values[name];
  return given === undefined ? parameter.default : given;
}

export const isChanged = (draft: StudyDraft, name: string, parameter: Parameter): boolean =>
  valueOf(draft, name, parameter) !== parameter.default;

export const isUntouched = (draft: StudyDraft, initial = EMPTY_DRAFT): boolean =>
  JSON.stringify(draft) === JSON.stringify(initial);

/** Sets one parameter; its default value counts as unchanged. */
export function withValue(
  draft: StudyDraft,
  name: string,
  parameter: Parameter,
  value: DraftValue,
): StudyDraft {
  const others = Object.fromEntries(
    Object.entries(draft.values).filter(([known]) => known !== name),
  );
  return { ...draft, values: value === parameter.default ? others : { ...others, [name]: value } };
}

const MAX_ROUNDS = 10_000;
const MAX_REPLICATES = 200;
const MAX_NAME_LENGTH = 200;

/**
 * Returns the problems of a draft by JSON pointer into its request, such as `/parameters/voters`.
 */
export function draftProblems(
  draft: StudyDraft,
  scenario: ScenarioForm,
  endpoints: readonly Endpoint[],
): Problem[] {
  const problems: Problem[] = [];
  const add = (pointer: string, message: string | undefined | false): void => {
    if (message) problems.push({ pointer, message });
  };
  for (const [name, parameter] of Object.entries(scenario.parameters)) {
    const value = valueOf(draft, name, parameter);
    add(
      `/parameters/${name}`,
      value === null ? "Enter a number" : sentence(findParameterProblem(parameter, value)?.message),
    );
  }
  add(
    "/name",
    draft.name.trim().length > MAX_NAME_LENGTH &&
      `Use at most ${String(MAX_NAME_LENGTH)} characters`,
  );
  add(
    "/rounds",
    draft.rounds !== null &&
      !isWhole(draft.rounds, 1, MAX_ROUNDS) &&
      "Enter a whole number from 1 to 10,000, or leave it empty",
  );
  add(
    "/replicates",
    (draft.replicates === null || !isWhole(draft.replicates, 1, MAX_REPLICATES)) &&
      "Enter a whole number from 1 to 200",
  );
  add(
    "/seed",
    draft.seed !== null &&
      !runSeed.safeParse(draft.seed).success &&
      "Enter a whole number from 0 to 2,147,483,647, or leave it empty",
  );
  const { tokens, money } = draft.budget;
  add(
    "/budget/tokens",
    tokens !== null &&
      !isWhole(tokens, 1, Number.MAX_SAFE_INTEGER) &&
      "Enter a whole number from 1, or leave it empty",
  );
  add(
    "/budget/money",
    money !== null && !(money > 0) && "Enter an amount above 0, or leave it empty",
  );
  const { shape } = failurePolicy;
  add(
    "/failures/pauseAfter",
    !shape.pauseAfter.safeParse(draft.failures.pauseAfter).success &&
      "Enter a whole number from 1 to 1,000,000, or leave it empty",
  );
  add(
    "/failures/tokenCap",
    !shape.tokenCap.safeParse(draft.failures.tokenCap).success &&
      "Enter a whole number from 1 to 200,000, or leave it empty",
  );
  for (const { group } of scenario.groups) {
    const choice = draftModelChoice(draft, group, endpoints);
    const resolved = choice && resolveChoice(choice, endpoints);
    add(
      modelPointer(group),
      resolved
        ? !resolved.ok && resolved.message
        : endpoints.length === 0
          ? "No endpoints yet. Add one on the Models page."
          : "Choose a model.",
    );
  }
  return problems;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
const sentence = (text: string | undefined): string | undefined =>
  text && `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The JSON pointer of a group's choice in the request. */
export const modelPointer = (group: string): string => toJsonPointer(["models", group]);

/**
 * Returns the chosen model of a group, else the default; a group of one endpoint is that endpoint.
 */
export function draftModelChoice(
  draft: StudyDraft,
  group: string,
  endpoints: readonly Endpoint[],
): ModelChoice | undefined {
  const chosen = Object.hasOwn(draft.models, group) ? draft.models[group] : undefined;
  if (chosen) return chosen;
  const usual = defaultChoice(group, endpoints);
  if (!usual) return undefined;
  return group === DEFAULT_MODEL_GROUP && usual.endpoints.length === 1
    ? { endpointId: usual.endpoints[0].id }
    : usual.choice;
}

/** What a study is made of: a template, an imported document, or a stored version with its arms. */
export type StudySource =
  | { readonly template: string }
  | { readonly document: unknown }
  | { readonly scenarioVersionId: string; readonly arms?: StartStudy["arms"] };

/** Builds the request that starts the study. Parameters of older drafts are left out. */
export function toStartStudy({
  draft,
  scenario,
  source,
  endpoints,
}: {
  draft: StudyDraft;
  scenario: ScenarioForm;
  source: StudySource;
  endpoints: readonly Endpoint[];
}): StartStudy {
  const parameters = Object.entries(scenario.parameters).flatMap(([name, parameter]) => {
    const value = valueOf(draft, name, parameter);
    return value === null || value === parameter.default ? [] : [[name, value] as const];
  });
  const models = scenario.groups.flatMap(({ group }): [string, ModelChoice][] => {
    const choice = draftModelChoice(draft, group, endpoints);
    return choice ? [[group, choice]] : [];
  });
  return {
    ...source,
    ...(draft.name.trim() !== "" && { name: draft.name.trim() }),
    parameters: Object.fromEntries(parameters),
    ...(draft.rounds !== null && { rounds: draft.rounds }),
    ...(draft.seed !== null && { seed: draft.seed }),
    replicates: draft.replicates ?? 1,
    ...((draft.budget.tokens !== null || draft.budget.money !== null) && { budget: draft.budget }),
    ...(draft.record !== "fresh" && { record: draft.record }),
    ...((draft.failures.pauseAfter !== null || draft.failures.tokenCap !== null) && {
      failures: draft.failures,
    }),
    models: Object.fromEntries(models),
  };
}

import {
  type Budget,
  type FailurePolicy,
  UNLIMITED_BUDGET,
  type RecordPolicy,
} from "@/lib/domain/run";
import { parseScenario, parseParameterText, type ParameterValues } from "@/lib/domain/scenario";
import type { Services } from "@/lib/container";
import { splitAssignment } from "../command-line/args";
import { CommandError, EXIT } from "../exit-codes";
import { type DataFile, parseDataFile, storeDataFile } from "./data-files";
import {
  type CommandLineEndpoint,
  type ModelOptions,
  parseModelOptions,
  resolveModelChoices,
  storeEndpoint,
} from "./model-options";
import { loadValidScenario } from "./scenario-source";

export type BudgetOptions = {
  readonly budgetTokens?: number | undefined;
  readonly budgetUsd?: number | undefined;
};

/** The options that `run` and `estimate` share, as the command line gives them. */
export type StudyOptions = ModelOptions &
  BudgetOptions & {
    readonly param?: readonly string[];
    readonly data?: readonly string[];
    readonly rounds?: number;
    readonly seed?: number;
    readonly record: RecordPolicy;
    readonly pauseAfter?: number;
    readonly tokenCap?: number;
  };

/** A study of one run, checked as far as that is possible without a database. */
export type StudyRequest = {
  readonly document: unknown;
  readonly parameters: ParameterValues;
  readonly dataFiles: readonly DataFile[];
  readonly rounds: number | undefined;
  readonly seed: number | undefined;
  /** Model group of the scenario → name of an endpoint or of a group of endpoints. */
  readonly modelNames: Readonly<Record<string, string>>;
  readonly endpoint: CommandLineEndpoint | undefined;
  readonly budget: Budget;
  readonly record: RecordPolicy;
  readonly failures: FailurePolicy;
};

/**
 * Checks the arguments of `run` and `estimate` before anything is started.
 * @throws CommandError usage or invalid
 */
export function parseStudyRequest(source: string, options: StudyOptions): StudyRequest {
  const { modelNames, endpoint } = parseModelOptions(options, process.env);
  const texts = Object.fromEntries((options.param ?? []).map(parseParameterOption));
  const dataFiles = (options.data ?? []).map(parseDataFile);
  const document = loadValidScenario(source);
  return {
    document,
    parameters: parseParameters(document, texts),
    dataFiles,
    rounds: options.rounds,
    seed: options.seed,
    modelNames,
    endpoint,
    budget: {
      ...UNLIMITED_BUDGET,
      tokens: options.budgetTokens ?? null,
      money: options.budgetUsd ?? null,
    },
    record: options.record,
    failures: { pauseAfter: options.pauseAfter ?? null, tokenCap: options.tokenCap ?? null },
  };
}

function parseParameterOption(text: string): [name: string, value: string] {
  const assignment = splitAssignment(text);
  if (assignment) return assignment;
  throw new CommandError(EXIT.usage, [`Expected --param NAME=VALUE, not --param ${text}.`]);
}

/** Parses values by the types that the scenario declares. @throws CommandError invalid */
function parseParameters(
  document: unknown,
  texts: Readonly<Record<string, string>>,
): ParameterValues {
  const parsed = parseScenario(document);
  if (!parsed.ok) return {};
  const values: Record<string, number | string | boolean> = {};
  for (const [name, text] of Object.entries(texts)) {
    const parameter = parsed.scenario.parameters[name];
    // The service rejects an unknown name and suggests the nearest one.
    if (parameter === undefined) {
      values[name] = text;
      continue;
    }
    const value = parseParameterText(parameter, text);
    if (!value.ok) throw new CommandError(EXIT.invalid, [`/parameters/${name}: ${value.message}`]);
    values[name] = value.value;
  }
  return values;
}

/** Stores the data files and the endpoint of a request; returns the input of the study. */
export async function prepareStudyInput(services: Services, request: StudyRequest) {
  const { document, parameters, rounds, seed, budget, record, failures } = request;
  const models = await resolveModelChoices(services, request.modelNames);
  for (const file of request.dataFiles) await storeDataFile(services, file);
  const endpointId = await storeEndpoint(services, request.endpoint);
  return {
    document,
    parameters,
    models,
    replicates: 1,
    budget,
    record,
    failures,
    ...(rounds !== undefined && { rounds }),
    ...(seed !== undefined && { seed }),
    ...(endpointId !== undefined && { endpointId }),
  };
}

import { SYSTEM } from "@/lib/domain/access";
import type { ModelChoice, ModelChoices } from "@/lib/domain/run";
import { nearest } from "@/lib/domain/text/nearest";
import type { Services } from "@/lib/container";
import { splitAssignment } from "../command-line/args";
import { CommandError, EXIT } from "../exit-codes";
import { readApiKey } from "./api-key";

const DEFAULT_CONCURRENCY = 64;

/** The options that choose models, as the command line gives them. */
export type ModelOptions = {
  readonly model?: readonly string[];
  readonly baseUrl?: string;
  readonly apiKeyEnv?: string;
  readonly concurrency?: number;
};

/** An endpoint that the command line describes by its address. */
export type CommandLineEndpoint = {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly concurrency: number;
};

/**
 * Parses `--model GROUP=CHOICE` as the choice for a model group of the scenario, and `--model NAME`
 * as the model of the endpoint at `--base-url`.
 * @throws CommandError usage
 */
export function parseModelOptions(
  options: ModelOptions,
  environment: Readonly<Record<string, string | undefined>>,
): {
  readonly modelNames: Readonly<Record<string, string>>;
  readonly endpoint: CommandLineEndpoint | undefined;
} {
  const values = options.model ?? [];
  const choices = values.filter((value) => value.includes("="));
  const [model, ...rest] = values.filter((value) => !value.includes("="));
  if (rest.length > 0)
    throw usageError(
      `--base-url takes one --model NAME, not also ${rest.join(", ")}. ` +
        "To choose the models of a group of the scenario, write --model GROUP=CHOICE.",
    );
  return {
    modelNames: Object.fromEntries(choices.map(parseChoice)),
    endpoint: parseEndpoint({ ...options, model }, environment),
  };
}

function parseChoice(value: string): [group: string, choice: string] {
  const [group, choice] = splitAssignment(value) ?? [];
  if (group && choice) return [group, choice];
  throw usageError(
    `Expected --model GROUP=CHOICE, where CHOICE is the name of an endpoint or of a group of ` +
      `endpoints, not --model ${value}.`,
  );
}

function parseEndpoint(
  {
    baseUrl,
    model,
    apiKeyEnv,
    concurrency = DEFAULT_CONCURRENCY,
  }: Omit<ModelOptions, "model"> & { readonly model: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): CommandLineEndpoint | undefined {
  if (baseUrl === undefined) {
    if (model === undefined && apiKeyEnv === undefined) return undefined;
    throw usageError("--model NAME and --api-key-env need the --base-url of their endpoint.");
  }
  if (model === undefined)
    throw usageError("--base-url needs the name of the model too: --model NAME.");
  if (
    !URL.canParse(baseUrl) ||
    !["http:", "https:", "inprocess:"].includes(new URL(baseUrl).protocol)
  )
    throw usageError(
      `--base-url ${baseUrl} is not the address of an endpoint. Give it up to and including /v1, ` +
        "for example http://127.0.0.1:8000/v1.",
    );
  return { baseUrl, model, apiKey: readApiKey(apiKeyEnv, environment) ?? null, concurrency };
}

/** Stores the endpoint, unless there is none; returns its id. */
export async function storeEndpoint(
  services: Pick<Services, "ensureEndpoint">,
  endpoint: CommandLineEndpoint | undefined,
): Promise<string | undefined> {
  if (!endpoint) return undefined;
  const name = `${endpoint.model} (command line)`;
  return (await services.ensureEndpoint({ ...endpoint, name })).id;
}

/**
 * Resolves names to choices; a group takes precedence over an endpoint of the same name.
 * @throws CommandError invalid for an unknown or ambiguous name
 */
export async function resolveModelChoices(
  services: Pick<Services, "listEndpoints">,
  names: Readonly<Record<string, string>>,
): Promise<ModelChoices> {
  if (Object.keys(names).length === 0) return {};
  const endpoints = await services.listEndpoints(SYSTEM);
  const groups = new Set(endpoints.map(({ group }) => group));
  const resolve = (name: string): ModelChoice => {
    if (groups.has(name)) return { group: name };
    const [first, ...others] = endpoints.filter(
      (endpoint) => endpoint.name === name || endpoint.id === name,
    );
    if (first && others.length === 0) return { endpointId: first.id };
    if (first)
      throw invalid(
        `More than one endpoint is named “${name}”. Use an ID instead: ` +
          `${[first, ...others].map(({ id }) => id).join(", ")}.`,
      );
    const suggestion = nearest(name, [...groups, ...endpoints.map((endpoint) => endpoint.name)]);
    throw invalid(
      `Unknown endpoint or group “${name}”. ` +
        (suggestion === undefined
          ? "“microcosm endpoints” lists both."
          : `Did you mean ${suggestion}?`),
    );
  };
  return Object.fromEntries(Object.entries(names).map(([group, name]) => [group, resolve(name)]));
}

const usageError = (line: string): CommandError => new CommandError(EXIT.usage, [line]);
const invalid = (line: string): CommandError => new CommandError(EXIT.invalid, [line]);

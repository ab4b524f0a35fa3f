import { parseArgs } from "node:util";
import { CommandError, EXIT } from "../exit-codes";
import { type DataFile, dataFile } from "./data-files";
import { type ModelWords, readModelWords } from "./model-words";
import { readSpendWords, SPEND_WORDS, type SpendOptions } from "./spend-words";

export type RunOptions = {
  readonly scenario: string;
  /** As written; read by the scenario's own types. */
  readonly parameters: Readonly<Record<string, string>>;
  /** To be stored before the run begins. */
  readonly data: readonly DataFile[];
  readonly rounds: number | undefined;
  readonly seed: number | undefined;
  readonly endpoint:
    | {
        readonly baseUrl: string;
        readonly model: string;
        readonly apiKey: string | null;
        readonly concurrency: number;
      }
    | undefined;
  /** Who answers for a group of the scenario: group → the name of an endpoint or a group. */
  readonly models: ModelWords;
  readonly spend: SpendOptions;
  /** Whether to keep with the study what it was expected to take. */
  readonly estimate: boolean;
  readonly out: string | undefined;
};

const USUAL_CONCURRENCY = 64;

const usage = (...lines: string[]): CommandError => new CommandError(EXIT.usage, lines);

/**
 * The words after `run`.
 * @throws CommandError usage
 */
export function readRunOptions(
  words: string[],
  environment: Readonly<Record<string, string | undefined>>,
): RunOptions {
  const { values, positionals } = parse(words);
  const [scenario, ...more] = positionals;
  const { models, model } = readModelWords(values.model);
  if (scenario === undefined || more.length > 0)
    throw usage("Name one scenario: microcosm run FILE or template:NAME");
  return {
    scenario,
    parameters: Object.fromEntries((values.param ?? []).map(assignment)),
    data: (values.data ?? []).map(dataFile),
    rounds: wholeNumber("--rounds", values.rounds, 1),
    seed: wholeNumber("--seed", values.seed, 0),
    endpoint: endpointOf({ ...values, model }, environment),
    models,
    spend: readSpendWords(values),
    estimate: values["no-estimate"] !== true,
    out: values.out,
  };
}

function parse(words: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        param: { ...text, multiple: true },
        data: { ...text, multiple: true },
        rounds: text,
        seed: text,
        "base-url": text,
        model: { ...text, multiple: true },
        "api-key-env": text,
        concurrency: text,
        out: text,
        "no-estimate": { type: "boolean" },
        ...SPEND_WORDS,
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function assignment(word: string): [string, string] {
  const at = word.indexOf("=");
  if (at < 1) throw usage(`--param ${word}: write it as --param NAME=VALUE`);
  return [word.slice(0, at), word.slice(at + 1)];
}

/** @throws CommandError usage */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (
    text.trim() === "" ||
    !Number.isSafeInteger(number) ||
    number < least ||
    number > 2_147_483_647
  )
    throw usage(`${option} ${text}: a whole number of at least ${least} is needed`);
  return number;
}

type EndpointWords = {
  readonly "base-url"?: string | undefined;
  readonly model?: string | undefined;
  readonly "api-key-env"?: string | undefined;
  readonly concurrency?: string | undefined;
};

/** The endpoint that the words name. @throws CommandError usage */
export function endpointOf(
  values: EndpointWords,
  environment: Readonly<Record<string, string | undefined>>,
): RunOptions["endpoint"] {
  const { "base-url": baseUrl, model, "api-key-env": variable } = values;
  if (baseUrl === undefined) {
    if (model !== undefined || variable !== undefined)
      throw usage("--model and --api-key-env belong to an endpoint: give its --base-url too");
    return undefined;
  }
  if (model === undefined) throw usage("--base-url needs the name of a model: --model NAME");
  if (
    !URL.canParse(baseUrl) ||
    !["http:", "https:", "inprocess:"].includes(new URL(baseUrl).protocol)
  ) {
    throw usage(
      `--base-url ${baseUrl}: an address is needed, up to and including /v1, for example http://127.0.0.1:8000/v1`,
    );
  }
  return {
    baseUrl,
    model,
    apiKey: keyOf(variable, environment),
    concurrency: wholeNumber("--concurrency", values.concurrency, 1) ?? USUAL_CONCURRENCY,
  };
}

function keyOf(
  variable: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  if (variable === undefined) return null;
  const key = environment[variable];
  if (!key) throw usage(`--api-key-env ${variable}: that environment variable is not set`);
  return key;
}

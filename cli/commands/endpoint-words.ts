import { CUSTOM_PRESET, PRESETS, getPreset } from "@/lib/contracts/endpoint-presets";
import { endpointInput, type EndpointInput } from "@/lib/contracts/endpoints";
import { nearest } from "@/lib/domain/text/nearest";
import { CommandError, EXIT } from "../exit-codes";
import { wholeNumber } from "./run-options";

const text = { type: "string" } as const;

/** The options of `endpoints add`. */
export const OPTIONS = {
  name: text,
  preset: text,
  "base-url": text,
  model: text,
  "api-key-env": text,
  group: text,
  concurrency: text,
  timeout: text,
  "price-in": text,
  "price-out": text,
  json: { type: "boolean" },
} as const;

type Words = { readonly [Option in Exclude<keyof typeof OPTIONS, "json">]?: string | undefined };

/** What the form calls otherwise than the command line. */
const OPTION_OF: Readonly<Record<string, string>> = {
  baseUrl: "--base-url",
  timeoutMs: "--timeout",
  priceIn: "--price-in",
  priceOut: "--price-out",
};

const usage = (...lines: string[]): CommandError => new CommandError(EXIT.usage, lines);

/**
 * The endpoint that the words describe, with what is usual for its preset where they say nothing.
 * @throws CommandError usage, naming the option
 */
export function endpointFromWords(
  words: Words,
  environment: Readonly<Record<string, string | undefined>>,
): EndpointInput {
  const preset = presetFrom(words.preset ?? CUSTOM_PRESET);
  const baseUrl = words["base-url"] ?? preset.baseUrl;
  if (baseUrl === null) throw usage(`--base-url is needed, for example ${preset.exampleUrl}`);
  if (words.model === undefined)
    throw usage("--model is needed: the model's name, as the server knows it");
  const apiKey = keyFrom(words["api-key-env"], environment);
  const input: EndpointInput = {
    preset: preset.id,
    baseUrl,
    model: words.model,
    name:
      words.name ?? (preset.id === CUSTOM_PRESET ? words.model : `${preset.label} ${words.model}`),
    concurrency: wholeNumber("--concurrency", words.concurrency, 1) ?? preset.concurrency,
    timeoutMs: (wholeNumber("--timeout", words.timeout, 1) ?? preset.timeoutSeconds) * 1_000,
    ...(apiKey !== undefined && { apiKey }),
    ...(words.group !== undefined && { group: words.group }),
    priceIn: priceFrom("--price-in", words["price-in"]),
    priceOut: priceFrom("--price-out", words["price-out"]),
  };
  const { error } = endpointInput.safeParse(input);
  if (error)
    throw usage(
      ...error.issues.map(
        ({ path, message }) =>
          `${OPTION_OF[String(path[0])] ?? `--${String(path[0])}`}: ${message}`,
      ),
    );
  return input;
}

function presetFrom(id: string) {
  if (PRESETS.some((preset) => preset.id === id)) return getPreset(id);
  const ids = PRESETS.map((preset) => preset.id);
  const meant = nearest(id, ids);
  throw usage(
    `--preset ${id}: ${meant === undefined ? `one of ${ids.join(", ")}` : `did you mean ${meant}?`}`,
  );
}

/** A key never stands among the words: they are kept in histories. */
function keyFrom(
  variable: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (variable === undefined) return undefined;
  const key = environment[variable];
  if (!key) throw usage(`--api-key-env ${variable}: that environment variable is not set`);
  return key;
}

function priceFrom(option: string, written: string | undefined): number | null {
  if (written === undefined) return null;
  const price = Number(written);
  if (written.trim() === "" || !Number.isFinite(price))
    throw usage(`${option} ${written}: US dollars per million tokens are needed, for example 0.15`);
  return price;
}

import { CUSTOM_PRESET, getPreset } from "@/lib/contracts/endpoint-presets";
import { endpointInput, type EndpointInput } from "@/lib/contracts/endpoints";
import { CommandError, EXIT } from "../exit-codes";
import { readApiKey } from "./api-key";

/** The options of `endpoints add`. */
export type EndpointOptions = {
  readonly model: string;
  readonly preset: string;
  readonly baseUrl?: string;
  readonly name?: string;
  readonly group?: string;
  readonly apiKeyEnv?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly priceIn?: number;
  readonly priceOut?: number;
};

/** Fields whose option has another name. */
const OPTION_NAMES: Readonly<Record<string, string>> = {
  baseUrl: "--base-url",
  timeoutMs: "--timeout",
  priceIn: "--price-in",
  priceOut: "--price-out",
};

/**
 * The endpoint that the options describe; what they leave out comes from the preset.
 * @throws CommandError usage, naming the option
 */
export function buildEndpointInput(
  options: EndpointOptions,
  environment: Readonly<Record<string, string | undefined>>,
): EndpointInput {
  const preset = getPreset(options.preset);
  const baseUrl = options.baseUrl ?? preset.baseUrl;
  if (baseUrl === null)
    throw new CommandError(EXIT.usage, [
      `--base-url is required for --preset ${preset.id}, for example ${preset.exampleUrl}`,
    ]);
  const { model, group } = options;
  const apiKey = readApiKey(options.apiKeyEnv, environment);
  const input: EndpointInput = {
    preset: preset.id,
    baseUrl,
    model,
    name: options.name ?? (preset.id === CUSTOM_PRESET ? model : `${preset.label} ${model}`),
    concurrency: options.concurrency ?? preset.concurrency,
    timeoutMs: (options.timeout ?? preset.timeoutSeconds) * 1_000,
    ...(apiKey !== undefined && { apiKey }),
    ...(group !== undefined && { group }),
    priceIn: options.priceIn ?? null,
    priceOut: options.priceOut ?? null,
  };
  const { error } = endpointInput.safeParse(input);
  if (!error) return input;
  throw new CommandError(
    EXIT.usage,
    error.issues.map(({ path, message }) => `${optionName(String(path[0]))}: ${message}`),
  );
}

const optionName = (field: string): string => OPTION_NAMES[field] ?? `--${field}`;

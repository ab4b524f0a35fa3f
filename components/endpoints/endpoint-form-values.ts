import { z } from "zod";
import { CUSTOM_PRESET, getPreset } from "@/lib/contracts/endpoint-presets";
import { endpointInput, type Endpoint, type EndpointInput } from "@/lib/contracts/endpoints";

const MS = 1_000;

const number = z.number("Enter a number").nullable();

/**
 * The values of the form: numbers may be empty, the timeout is in seconds, and an empty key keeps
 * the stored one.
 */
export const endpointForm = z
  .object({
    preset: z.string(),
    name: z.string(),
    baseUrl: z.string(),
    model: z.string(),
    apiKey: z.string(),
    removeKey: z.boolean(),
    concurrency: number,
    timeoutSeconds: number,
    group: z.string(),
    priceIn: number,
    priceOut: number,
  })
  .superRefine((values, context) => {
    const parsed = endpointInput.safeParse(toEndpointInput(values));
    for (const { path, message } of parsed.error?.issues ?? []) {
      const field = path[0] === "timeoutMs" ? "timeoutSeconds" : path[0];
      context.addIssue({
        code: "custom",
        path: [field ?? "name"],
        message: MESSAGES[String(field)] ?? message,
      });
    }
  });
export type EndpointForm = z.infer<typeof endpointForm>;

const PRICE = "Enter US dollars per million tokens, from 0 to 100,000";
const MESSAGES: Readonly<Record<string, string>> = {
  concurrency: "Enter a whole number from 1 to 2,000",
  timeoutSeconds: "Enter a time from 1 to 900 seconds",
  group: "Enter a name of at most 60 characters, for example default",
  priceIn: PRICE,
  priceOut: PRICE,
};

export function toFormValues(endpoint: Endpoint | null): EndpointForm {
  const preset = getPreset(endpoint?.preset ?? CUSTOM_PRESET);
  return {
    preset: preset.id,
    name: endpoint?.name ?? "",
    baseUrl: endpoint?.baseUrl ?? "",
    model: endpoint?.model ?? "",
    apiKey: "",
    removeKey: false,
    concurrency: endpoint?.concurrency ?? preset.concurrency,
    timeoutSeconds: endpoint ? endpoint.timeoutMs / MS : preset.timeoutSeconds,
    group: endpoint?.group ?? "default",
    priceIn: endpoint?.priceIn ?? null,
    priceOut: endpoint?.priceOut ?? null,
  };
}

/** Converts the form to a request: no key keeps the stored one, an empty key removes it. */
export function toEndpointInput({
  preset,
  name,
  baseUrl,
  model,
  apiKey,
  removeKey,
  concurrency,
  timeoutSeconds,
  group,
  priceIn,
  priceOut,
}: EndpointForm): EndpointInput {
  return {
    preset,
    name: name.trim(),
    baseUrl: baseUrl.trim(),
    model: model.trim(),
    ...(apiKey !== "" ? { apiKey } : removeKey ? { apiKey: "" } : {}),
    concurrency: concurrency ?? Number.NaN,
    timeoutMs: timeoutSeconds === null ? Number.NaN : Math.round(timeoutSeconds * MS),
    group: group.trim(),
    priceIn,
    priceOut,
  };
}

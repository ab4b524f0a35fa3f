import { z } from "zod";
import { endpointInput, type Endpoint, type EndpointInput } from "@/lib/contracts/endpoints";

const MS = 1_000;

/** The form's fields: numbers may be empty while somebody types, the time-out is in seconds, and a key is kept unless touched. */
export const endpointForm = z
  .object({
    name: z.string(),
    baseUrl: z.string(),
    model: z.string(),
    apiKey: z.string(),
    removeKey: z.boolean(),
    concurrency: z.number("Enter a number").nullable(),
    timeoutSeconds: z.number("Enter a number").nullable(),
    group: z.string(),
  })
  .superRefine((values, context) => {
    const parsed = endpointInput.safeParse(toInput(values));
    for (const { path, message } of parsed.error?.issues ?? []) {
      const field = path[0] === "timeoutMs" ? "timeoutSeconds" : path[0];
      context.addIssue({ code: "custom", path: [field ?? "name"], message: MESSAGES[String(field)] ?? message });
    }
  });
export type EndpointForm = z.infer<typeof endpointForm>;

const MESSAGES: Readonly<Record<string, string>> = {
  concurrency: "Enter a whole number from 1 to 2,000",
  timeoutSeconds: "Enter a time from 1 to 900 seconds",
};

export const formOf = (endpoint: Endpoint | null): EndpointForm => ({
  name: endpoint?.name ?? "",
  baseUrl: endpoint?.baseUrl ?? "",
  model: endpoint?.model ?? "",
  apiKey: "",
  removeKey: false,
  concurrency: endpoint?.concurrency ?? 64,
  timeoutSeconds: (endpoint?.timeoutMs ?? 120_000) / MS,
  group: endpoint?.group ?? "default",
});

/** What an endpoint is for: the groups that mean something. */
export const PURPOSES = [
  { value: "default", label: "Answers for agents" },
  { value: "embeddings", label: "Embeds what agents remember", description: "For agents with long memory, whichever endpoint answers for them." },
] as const;

/** What is sent: no key when none was typed, so that the stored one stays; an empty key removes it. */
export function toInput({ name, baseUrl, model, apiKey, removeKey, concurrency, timeoutSeconds, group }: EndpointForm): EndpointInput {
  return {
    name: name.trim(),
    baseUrl: baseUrl.trim(),
    model: model.trim(),
    ...(apiKey !== "" ? { apiKey } : removeKey ? { apiKey: "" } : {}),
    concurrency: concurrency ?? Number.NaN,
    timeoutMs: timeoutSeconds === null ? Number.NaN : Math.round(timeoutSeconds * MS),
    group,
  };
}

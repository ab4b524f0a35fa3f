import { z } from "zod";
import { isStorable, NOT_STORABLE } from "./storable";

/** Capabilities of a server as found by test calls. `null`: unknown. */
export const capabilities = z.object({
  chat: z.boolean(),
  jsonSchema: z.boolean().nullable(),
  /** Whether it keeps numbers within the bounds of a schema that it enforces. */
  numberBounds: z.boolean().nullable().default(null),
  seed: z.boolean().nullable(),
  usage: z.boolean().nullable(),
  streaming: z.boolean().nullable(),
  embeddings: z.boolean().nullable(),
  /** Context length of the model in tokens, prompt and completion together. */
  maxContext: z.int().nullable().default(null),
  /** Whether adapters can be loaded while the server runs. */
  lora: z.boolean().nullable().default(null),
  /** Whether a streamed answer ends with its token counts. */
  streamUsage: z.boolean().nullable().default(null),
  /** Dimension of an embedding. */
  embeddingDimension: z.int().min(1).nullable().default(null),
});
export type Capabilities = z.infer<typeof capabilities>;

const httpUrl = z
  .url({
    protocol: /^https?$/,
    error: "Enter the address up to and including /v1, for example http://127.0.0.1:8000/v1",
  })
  .max(500);

export const endpointInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the endpoint a name")
    .max(100)
    .refine(isStorable, NOT_STORABLE),
  baseUrl: httpUrl,
  model: z
    .string()
    .trim()
    .min(1, "Enter the model's name as the server knows it")
    .max(200)
    .refine(isStorable, NOT_STORABLE),
  /** Left out: keep the stored key. Empty: none. */
  apiKey: z.string().max(500).optional(),
  concurrency: z.int().min(1).max(2_000).default(64),
  timeoutMs: z.int().min(1_000).max(900_000).default(120_000),
  /**
   * `embeddings` for one that embeds the memories of agents. Left out: keep the stored one, at
   * first `default`.
   */
  group: z.string().trim().min(1).max(60).refine(isStorable, NOT_STORABLE).optional(),
  preset: z.string().max(40).refine(isStorable, NOT_STORABLE).optional(),
  enabled: z.boolean().optional(),
  /** US dollars per million tokens. Left out: keep the stored one. Null: not known. */
  priceIn: z.number().min(0).max(100_000).nullable().optional(),
  priceOut: z.number().min(0).max(100_000).nullable().optional(),
});
export type EndpointInput = z.input<typeof endpointInput>;

export const endpoint = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  model: z.string(),
  group: z.string(),
  preset: z.string(),
  enabled: z.boolean(),
  priceIn: z.number().nullable(),
  priceOut: z.number().nullable(),
  hasKey: z.boolean(),
  isDemo: z.boolean(),
  isBuiltIn: z.boolean(),
  concurrency: z.int(),
  timeoutMs: z.int(),
  capabilities: capabilities.nullable(),
  probedAt: z.iso.datetime().nullable(),
});
export type Endpoint = z.infer<typeof endpoint>;

/** Kinds of failed calls; each has its own advice. */
export const endpointFault = z.enum([
  "unreachable",
  "timeout",
  "unauthorised",
  "noCredit",
  "noModel",
  "noApi",
  "notOpenAi",
  "rateLimited",
  "serverError",
  "badRequest",
  "refusedSchema",
]);
export type EndpointFault = z.infer<typeof endpointFault>;

/** Result of testing an endpoint. */
export const probeResult = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    capabilities,
    latencyMs: z.number(),
    /** Raw answer to the test question. */
    answer: z.string(),
    models: z.array(z.string()),
    isDemo: z.boolean(),
  }),
  z.object({
    ok: z.literal(false),
    fault: endpointFault,
    message: z.string(),
    models: z.array(z.string()),
    isDemo: z.boolean().default(false),
  }),
]);
export type ProbeResult = z.infer<typeof probeResult>;

export const probeRequest = z.strictObject({
  baseUrl: httpUrl,
  /** Empty: only list the models of the server. */
  model: z.string().trim().max(200),
  apiKey: z.string().max(500).optional(),
  /** Left out: that of the endpoint, if it is stored. */
  timeoutMs: z.int().min(1_000).max(900_000).optional(),
  /** Use the stored key of this endpoint when no key is given; only sent to its stored address. */
  endpointId: z.string().optional(),
});
export type ProbeRequest = z.infer<typeof probeRequest>;

/** Response to saving an endpoint. */
export const savedEndpoint = z.object({
  endpoint,
  /** Additional notice. */
  notice: z.string().nullable(),
  /** Result of the automatic test; null where no tested setting changed. */
  probe: probeResult.nullable(),
});
export type SavedEndpoint = z.infer<typeof savedEndpoint>;

export const endpointSwitch = z.strictObject({ enabled: z.boolean() });

/** An active run that calls an endpoint. */
export const endpointUse = z.object({
  runId: z.string(),
  study: z.string(),
  replicate: z.int(),
  /** Whether no other endpoint could take over. */
  alone: z.boolean(),
  /**
   * Whether it was chosen individually: such a run keeps calling it, without its key, after
   * deletion.
   */
  named: z.boolean(),
});
export type EndpointUse = z.infer<typeof endpointUse>;

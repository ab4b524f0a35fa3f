import { z } from "zod";
import { badRequest } from "./api-error";
import { Draws, hashPrompt, hashText, mix } from "./hash";
import { compileSchema, SchemaError, type CompiledSchema } from "./json-schema";
import { Persona } from "./persona";
import { PromptReading, type PromptMessage } from "./prompt-reading";
import { answerSchema } from "./schema-answer";
import { writeFreeReply } from "./free-reply";
import { findSchemaInText } from "./schema-in-text";

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.string().min(1),
  content: z.union([z.string(), z.array(part), z.null()]).optional(),
});
const positive = z.number().int().min(1);

export const chatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.looseObject({ type: z.literal("text") }),
      z.looseObject({ type: z.literal("json_object") }),
      z.looseObject({
        type: z.literal("json_schema"),
        json_schema: z.looseObject({
          name: z.string().optional(),
          schema: z.record(z.string(), z.unknown()),
        }),
      }),
    ])
    .nullish(),
  seed: z.number().int().nullish(),
  max_tokens: positive.nullish(),
  max_completion_tokens: positive.nullish(),
  n: positive.max(128).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  logprobs: z.boolean().nullish(),
  tools: z.array(z.unknown()).nullish(),
});

export type ChatRequest = z.infer<typeof chatRequest>;

export interface Choice {
  readonly content: string;
  readonly finishReason: "stop" | "length";
}

export interface Completion {
  /** Identifies messages, schema, seed and model; the choices are a pure function of them. */
  readonly hash: number;
  /** Chained hashes of the prompt's blocks, for the prefix cache. */
  readonly blocks: readonly number[];
  readonly promptTokens: number;
  readonly schema: CompiledSchema | null;
  readonly draws: Draws;
  readonly choices: readonly Choice[];
}

const TOKENS_PER_MESSAGE = 4;

/** About four characters per token; equal texts have equal counts. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function contentText(content: ChatRequest["messages"][number]["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((one) => one.text ?? "").join("\n");
}

function schemaOf(request: ChatRequest, text: () => string): CompiledSchema | null {
  const format = request.response_format;
  try {
    if (format?.type === "json_schema") return compileSchema(format.json_schema.schema);
    const found = findSchemaInText(text());
    if (found !== null) return compileSchema(found);
    return format?.type === "json_object" ? ANY_OBJECT : null;
  } catch (error) {
    if (error instanceof SchemaError)
      throw badRequest(
        `Invalid schema for response_format: ${error.message}`,
        "response_format",
        "invalid_json_schema",
      );
    throw error;
  }
}

const ANY_OBJECT = compileSchema({
  type: "object",
  properties: { answer: { type: "string" } },
  required: ["answer"],
});

function refuseUnsupported(request: ChatRequest): void {
  if (request.logprobs === true)
    throw badRequest(
      "logprobs are not supported by the demo model: it has no probabilities",
      "logprobs",
      "unsupported_parameter",
    );
  if (request.tools && request.tools.length > 0)
    throw badRequest("tools are not supported by the demo model", "tools", "unsupported_parameter");
}

function cutAtLimits(content: string, request: ChatRequest): Choice {
  let text = content;
  const stops = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  for (const stop of stops) {
    const at = stop === "" ? -1 : text.indexOf(stop);
    if (at >= 0) text = text.slice(0, at);
  }
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (limit === null || limit === undefined || countTokens(text) <= limit)
    return { content: text, finishReason: "stop" };
  return { content: text.slice(0, limit * 4), finishReason: "length" };
}

/**
 * Answers a chat request.
 * @throws ApiError 400 for unsupported parameters
 */
export function complete(request: ChatRequest): Completion {
  refuseUnsupported(request);
  const messages: PromptMessage[] = request.messages.map(({ role, content }) => ({
    role,
    content: contentText(content),
  }));
  const parts = messages.flatMap(({ role, content }) => [role, content]);
  const prompt = hashPrompt(parts);
  const reading = new PromptReading(messages);
  const schema = schemaOf(request, () => reading.text);
  const hash = mix(
    mix(prompt.hash, schema?.hash ?? 0),
    mix(request.seed ?? 0, hashText(request.model)),
  );
  const persona = new Persona(reading);
  const draws = new Draws(hash);
  const choices = Array.from({ length: request.n ?? 1 }, (_, index) => {
    const own = index === 0 ? draws : draws.at(`choice ${index}`);
    return cutAtLimits(
      schema === null
        ? writeFreeReply(persona, own)
        : JSON.stringify(answerSchema(schema.root, persona, own)),
      request,
    );
  });
  const promptTokens = messages.reduce(
    (sum, { content }) => sum + countTokens(content) + TOKENS_PER_MESSAGE,
    0,
  );
  return { hash, blocks: prompt.blocks, promptTokens, schema, draws, choices };
}

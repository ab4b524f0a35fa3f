import { LRUCache } from "lru-cache";
import type OpenAI from "openai";
import {
  breaksBounds,
  describeBounds,
  enumerateBounds,
  type JsonSchema,
} from "@/lib/domain/answers";
import { fillEnvelope, type RequestEnvelope } from "@/lib/domain/decision";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { costOf } from "@/lib/services/models/cost-of";
import type { ModelTarget } from "@/lib/services/models/ports";
import type { CallLimits, HttpClient } from "./http-client";
import { type Quirks, type SentParameters, withinLimits } from "./quirks";
import { readReply } from "./read-reply";
import { schemaJson } from "./schema-json";

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

const SCHEMA_INSTRUCTION =
  "Answer with one JSON object and nothing else. It must fit this JSON Schema:\n";

function responseFormat(
  schema: ModelRequest["schema"],
  mode: Quirks["schemaMode"],
): Pick<Body, "response_format"> {
  if (schema === undefined || mode === "prompt") return {};
  if (mode === "json_object") return { response_format: { type: "json_object" } };
  return {
    response_format: {
      type: "json_schema",
      json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
    },
  };
}

/** What of a request a server may refuse. */
export const sentParameters = ({
  schema,
  temperature,
  maxTokens,
}: ModelRequest): SentParameters => ({ hasSchema: schema !== undefined, temperature, maxTokens });

/** Everything of a request that a server with these quirks accepts, except messages and seed. */
export function chatEnvelope(
  model: string,
  request: ModelRequest,
  quirks: Quirks,
): RequestEnvelope {
  const { maxTokens, temperature } = request;
  const { schema, bounds } = withBoundsInWords(request.schema, quirks);
  const body = {
    model,
    messages: [],
    // Some servers stream unless told otherwise.
    ...(quirks.sendsStream && { stream: false as const }),
    ...(quirks.tokensName !== null && {
      [quirks.tokensName]: withinLimits(maxTokens, quirks.tokens),
    }),
    ...(quirks.sendsTemperature && {
      temperature: withinLimits(temperature, quirks.temperature),
    }),
    ...(quirks.sendsSeed && { seed: 0 }),
    ...responseFormat(schema, quirks.schemaMode),
  } satisfies Body;
  if (bounds !== undefined) return { body, inPrompt: { instruction: bounds } };
  if (schema === undefined || quirks.schemaMode === "json_schema") return { body };
  return { body, inPrompt: { instruction: SCHEMA_INSTRUCTION, schema: schema.schema } };
}

/** Whether bounds have to be sent in another way than as those of the schema. */
const needsBoundsInWords = ({ boundsNumbers, schemaMode }: Quirks): boolean =>
  !boundsNumbers && schemaMode === "json_schema";

/**
 * The schema for a server that enforces it, except the bounds of numbers: with lists of values in
 * their place where there are few, and the others in words.
 */
function withBoundsInWords(
  schema: ModelRequest["schema"],
  quirks: Quirks,
): { readonly schema: ModelRequest["schema"]; readonly bounds?: string } {
  if (schema === undefined || !needsBoundsInWords(quirks)) return { schema };
  const { schema: enumerated, left } = enumerateBounds(schema.schema);
  return {
    schema: { ...schema, schema: enumerated },
    ...(left.length > 0 && { bounds: describeBounds(left) }),
  };
}

/**
 * Whether an answer shows that the server does not keep numbers within the bounds of a schema that
 * it otherwise enforces.
 */
export function showsUnboundedNumbers(
  { schema }: ModelRequest,
  { boundsNumbers, schemaMode }: Quirks,
  { text, finishReason }: Pick<ModelReply, "text" | "finishReason">,
  schemaText: string | undefined,
): boolean {
  if (schema === undefined || !boundsNumbers || schemaMode !== "json_schema") return false;
  if (finishReason !== "stop" || !HAS_BOUNDS.test(schemaText ?? "")) return false;
  try {
    return breaksBounds(schema.schema, JSON.parse(text));
  } catch {
    // Not JSON: the parser of answers says so.
    return false;
  }
}

/** In the text of a schema, because few have bounds and need a walk through them. */
const HAS_BOUNDS = /"(?:min|max)imum":/;

/** Placeholder for the schema in the frame of an envelope. */
const SCHEMA_MARK: JsonSchema = { "schema of the call": true };

/** What the text of an envelope around its schema depends on. */
type FrameKey = Pick<ModelRequest, "maxTokens" | "temperature"> & {
  readonly quirks: Quirks;
  readonly model: string;
  readonly schemaName: string;
};

/** The texts around what differs from call to call. */
type Frame = {
  /** The envelope before and after its schema. */
  readonly envelope: readonly string[];
  /**
   * The body before its messages, from there to the seed, if one is sent, from there to the schema,
   * and after it.
   */
  readonly body: readonly string[];
};

/** Frames by quirks, model, schema name and parameters. */
const frames = new WeakMap<Quirks, LRUCache<string, Frame>>();
const MAX_FRAMES = 500;

/** The frame of the call before, which is mostly that of the next one, too. */
let latest: (FrameKey & { readonly frame: Frame }) | undefined;

/** As `JSON.stringify(chatEnvelope(…))`, but only the schema is serialised for each call. */
export function chatEnvelopeJson(
  model: string,
  request: ModelRequest,
  quirks: Quirks,
  schemaText?: string,
): string {
  const { schema } = request;
  if (schema === undefined || needsBoundsInWords(quirks))
    return JSON.stringify(chatEnvelope(model, request, quirks));
  const { envelope } = frameOf(model, request, schema.name, quirks);
  return envelope.join(schemaText ?? schemaJson(schema.schema));
}

/** The body of a call as JSON: its envelope, filled (`fillEnvelope`). */
export function chatBodyJson(
  model: string,
  request: ModelRequest,
  quirks: Quirks,
  schemaText?: string,
): string {
  const { schema, messages, seed } = request;
  if (schema === undefined || quirks.schemaMode !== "json_schema" || !quirks.boundsNumbers)
    return JSON.stringify(fillEnvelope(chatEnvelope(model, request, quirks), messages, seed));
  const [start, next, last, end] = frameOf(model, request, schema.name, quirks).body;
  const sent = JSON.stringify(messages);
  const text = schemaText ?? schemaJson(schema.schema);
  return quirks.sendsSeed
    ? `${start}${sent}${next}${seed}${last}${text}${end}`
    : `${start}${sent}${next}${text}${last}`;
}

function frameOf(model: string, request: ModelRequest, schemaName: string, quirks: Quirks): Frame {
  const { maxTokens, temperature } = request;
  if (
    latest?.quirks !== quirks ||
    latest.model !== model ||
    latest.schemaName !== schemaName ||
    latest.maxTokens !== maxTokens ||
    latest.temperature !== temperature
  ) {
    const key = { quirks, model, schemaName, maxTokens, temperature };
    latest = { ...key, frame: findFrame(key, request) };
  }
  return latest.frame;
}

function findFrame(
  { quirks, model, schemaName, maxTokens, temperature }: FrameKey,
  request: ModelRequest,
): Frame {
  let known = frames.get(quirks);
  if (known === undefined) frames.set(quirks, (known = new LRUCache({ max: MAX_FRAMES })));
  const key = `${model}\n${schemaName}\n${maxTokens}\n${temperature}`;
  let frame = known.get(key);
  if (frame === undefined) {
    const marked = { ...request, schema: { name: schemaName, schema: SCHEMA_MARK } };
    frame = toFrame(chatEnvelope(model, marked, quirks));
    known.set(key, frame);
  }
  return frame;
}

/** Where an envelope has messages and seed. No string contains these: its quotes are escaped. */
const FILLED = /(?<="messages":)\[\]|(?<="seed":)0/;

function toFrame(marked: RequestEnvelope): Frame {
  const mark = JSON.stringify(SCHEMA_MARK);
  const body = JSON.stringify(marked.body).split(mark);
  return {
    envelope: JSON.stringify(marked).split(mark),
    body: body.flatMap((text) => text.split(FILLED)),
  };
}

export type ChatCall = {
  readonly client: HttpClient;
  readonly target: Pick<ModelTarget, "name" | "model" | "priceIn" | "priceOut">;
  readonly request: ModelRequest;
  readonly quirks: Quirks;
  /** The schema of the request as JSON, where it is known already. */
  readonly schemaText?: string | undefined;
} & CallLimits;

/**
 * Makes one attempt; the time-out includes reading the body. Rejects with the error of the attempt.
 */
export async function attemptChat({
  client,
  target,
  request,
  quirks,
  schemaText,
  ...limits
}: ChatCall): Promise<ModelReply> {
  const started = performance.now();
  const body = await client.postJson(
    "/chat/completions",
    chatBodyJson(target.model, request, quirks, schemaText),
    limits,
  );
  const reply = readReply(body, request);
  return {
    ...reply,
    model: reply.model ?? target.model,
    endpoint: target.name,
    cost: costOf(target, reply),
    latencyMs: performance.now() - started,
    envelope: chatEnvelopeJson(target.model, request, quirks, schemaText),
  };
}

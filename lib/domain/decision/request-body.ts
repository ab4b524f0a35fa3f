import { z } from "zod";
import type { CallFailureReason } from "../answers";
import type { EarlierReply } from "./columns";

/** A message of a chat, as OpenAI-compatible servers accept it. */
export type SentMessage = {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
};

/**
 * The body of a chat call without its messages and its seed, which differ from call to call. The
 * rest is shared by many calls, so it is stored once, as JSON, under its hash.
 */
export type RequestEnvelope = {
  /** As sent, in the order of its keys; `messages` is empty and `seed`, if present, is 0. */
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * Appended to the user's last message, where the server does not enforce the schema, or without a
   * schema, what of it is not enforced.
   */
  readonly inPrompt?:
    { readonly instruction: string; readonly schema?: JsonDocument | undefined } | undefined;
};

type JsonDocument = Readonly<Record<string, unknown>>;

const jsonDocument = z.record(z.string(), z.unknown());

const storedEnvelope = z.object({
  body: jsonDocument,
  inPrompt: z.object({ instruction: z.string(), schema: jsonDocument.optional() }).optional(),
});

/** @throws Error when the text is not a stored envelope */
export const parseEnvelope = (text: string): RequestEnvelope =>
  storedEnvelope.parse(JSON.parse(text));

/** The body of one call as sent. */
export type RequestBody = Readonly<Record<string, unknown>> & {
  readonly messages: readonly SentMessage[];
};

/** Puts messages and seed into an envelope: the body of one call, ready to be sent as JSON. */
export function fillEnvelope(
  { body, inPrompt }: RequestEnvelope,
  messages: readonly SentMessage[],
  seed: number,
): RequestBody {
  const sent = inPrompt === undefined ? messages : appendToUser(messages, textOf(inPrompt));
  return { ...body, messages: sent, ...(Object.hasOwn(body, "seed") && { seed }) };
}

const textOf = ({ instruction, schema }: NonNullable<RequestEnvelope["inPrompt"]>): string =>
  schema === undefined ? instruction : instruction + JSON.stringify(schema);

function appendToUser(messages: readonly SentMessage[], text: string): readonly SentMessage[] {
  const last = messages.at(-1);
  if (last?.role !== "user") return [...messages, { role: "user", content: text }];
  return [...messages.slice(0, -1), { role: "user", content: `${last.content}\n\n${text}` }];
}

const enforcedSchema = z.object({
  response_format: z.object({ json_schema: z.object({ schema: jsonDocument }) }),
});

/** The JSON Schema of the answer, in whichever way it was requested; null without one. */
export function schemaOfEnvelope({ body, inPrompt }: RequestEnvelope): JsonDocument | null {
  if (inPrompt?.schema) return inPrompt.schema;
  return enforcedSchema.safeParse(body).data?.response_format.json_schema.schema ?? null;
}

/** The stored parts of the calls for one answer. */
export type StoredCalls = {
  /** The system message; empty or null if there is none. */
  readonly system: string | null;
  /** The user's message of the first call; null without a call. */
  readonly prompt: string | null;
  /** The messages after it, in an interview: answers and questions in turn. */
  readonly turns?: readonly string[];
  /** The envelope of the last call; null where it was not stored. */
  readonly envelope: string | null;
  readonly seed: number | null;
  readonly earlier: readonly EarlierReply[] | null;
};

/** The messages of the first call. */
export function firstMessages({ system, prompt, turns = [] }: StoredCalls): SentMessage[] {
  return [
    ...(system ? [{ role: "system", content: system } as const] : []),
    { role: "user", content: prompt ?? "" },
    ...turns.map((content, index) => ({ role: ROLES[index % 2] ?? "user", content })),
  ];
}

/** Who speaks after the user's first message. */
const ROLES = ["assistant", "user"] as const;

/** The correction sent after an invalid reply: the reply as shown to the model, and its faults. */
function retryMessages({ text, sentBack }: EarlierReply): SentMessage[] | null {
  if (!sentBack) return null;
  return [
    { role: "assistant", content: sentBack.answer ?? text.trim() },
    { role: "user", content: sentBack.message },
  ];
}

/**
 * Rebuilds the bodies of all calls for one answer, as sent, in order: the last attempt of each
 * call, after adaptation to the server's refusals of parameters.
 * @returns null without a call, or where calls were made before requests were stored
 */
export function requestBodies(calls: StoredCalls): RequestBody[] | null {
  const { prompt, envelope, seed, earlier } = calls;
  if (prompt === null || envelope === null || seed === null) return null;
  let first = firstMessages(calls);
  const bodies: RequestBody[] = [];
  let messages: readonly SentMessage[] = first;
  for (const reply of earlier ?? []) {
    bodies.push(fillEnvelope(parseEnvelope(reply.envelope ?? envelope), messages, seed));
    if (reply.shorterPrompt !== undefined) {
      messages = first = firstMessages({ ...calls, prompt: reply.shorterPrompt });
      continue;
    }
    const retry = retryMessages(reply);
    if (retry === null) return null;
    messages = [...first, ...retry];
  }
  return [...bodies, fillEnvelope(parseEnvelope(envelope), messages, seed)];
}

/** The body of the first call with the prompt that was answered; null as `requestBodies`. */
export function answeredRequestBody(calls: StoredCalls): RequestBody | null {
  const shortened = calls.earlier?.findLastIndex((reply) => reply.shorterPrompt !== undefined);
  return requestBodies(calls)?.[(shortened ?? -1) + 1] ?? null;
}

/** The body of a call for embeddings, as it is sent and as it is rebuilt. */
export const embeddingBody = ({
  model,
  texts,
}: Pick<EmbeddingCall, "model" | "texts">): object => ({
  model,
  input: texts,
});

/** What a call for embeddings asks. */
export type EmbeddingCall = {
  readonly model: string;
  readonly texts: readonly string[];
  /** Why the only text has no embedding, where other texts have one. */
  readonly failure?: CallFailureReason;
};

import { z } from "zod";
import { stripReasoning } from "@/lib/domain/answers";
import { startOf } from "@/lib/domain/text/storable-text";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { findText } from "./find-text";
import { readBody } from "./read-body";
import { isRecord, readCount } from "./server-text";
import { UnreadableReply } from "./unreadable-reply";

const CHARACTERS_PER_TOKEN = 4;

/** Longest name of a model, and of a reason to finish, that is kept. */
const MAX_NAME = 200;

const completion = z.object({
  model: z.unknown().optional(),
  choices: z.array(z.unknown()),
  usage: z.unknown().optional(),
});

export const estimateTokens = (characters: number): number =>
  Math.ceil(characters / CHARACTERS_PER_TOKEN);

export function promptCharacters(request: ModelRequest): number {
  let characters = 0;
  for (const message of request.messages) characters += message.content.length;
  return characters;
}

const readName = (given: unknown): string | null =>
  typeof given === "string" && given !== "" ? startOf(given, MAX_NAME) : null;

/** The reason to finish, as the server names it; some wrap it: `{ "type": "stop" }`. */
const readFinish = (given: unknown): string | null =>
  readName(isRecord(given) ? given.type : given);

/** The counts of tokens; null unless the server's own are credible. */
function readUsage(usage: unknown): { prompt: number; completion: number } | null {
  if (!isRecord(usage)) return null;
  const prompt = readCount(usage.prompt_tokens ?? usage.input_tokens);
  const completion = readCount(usage.completion_tokens ?? usage.output_tokens);
  return prompt === undefined || completion === undefined ? null : { prompt, completion };
}

/**
 * Reads the body of a chat completion.
 * @throws UnreadableReply for any other body; HttpStatusFailure for a refusal within it
 */
export function readReply(
  body: unknown,
  request: ModelRequest,
): Omit<ModelReply, "endpoint" | "latencyMs" | "model" | "cost" | "envelope"> & {
  readonly model: string | null;
} {
  const parsed = completion.safeParse(readBody(body));
  if (!parsed.success) throw new UnreadableReply("broken", "JSON without a choice and its message");
  const [choice] = parsed.data.choices;
  if (!isRecord(choice)) throw new UnreadableReply("noAnswer", "an empty list of choices");
  const finish = readFinish(choice.finish_reason);
  const { text, written, isRefusal } = findText(choice, finish, request);
  const usage = readUsage(parsed.data.usage);
  return {
    text: isRefusal ? text : stripReasoning(text).answer,
    model: readName(parsed.data.model),
    promptTokens: usage?.prompt ?? estimateTokens(promptCharacters(request)),
    completionTokens: usage?.completion ?? estimateTokens(written.length),
    tokensEstimated: usage === null,
    finishReason: isRefusal ? "refusal" : (finish ?? "unknown"),
  };
}

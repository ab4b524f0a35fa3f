import { z } from "zod";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { looksLikeHtml } from "./server-message";
import { UnreadableReply } from "./unreadable-reply";

const CHARACTERS_PER_TOKEN = 4;

const part = z.object({ text: z.string().optional() });
const completion = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(part)]).nullish(),
          refusal: z.string().nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
});

export const estimateTokens = (characters: number): number =>
  Math.ceil(characters / CHARACTERS_PER_TOKEN);

export function promptCharacters(request: ModelRequest): number {
  let characters = 0;
  for (const message of request.messages) characters += message.content.length;
  return characters;
}

/**
 * Removes the reasoning of a model before its answer. Some chat templates open the reasoning in the
 * prompt, so that only its end appears; reasoning without an end was cut off, and there is no
 * answer.
 */
function stripReasoning(text: string): string {
  if (!text.includes("think>")) return text;
  const start = text.trimStart();
  if (start.startsWith("<think>")) {
    const end = start.indexOf("</think>");
    return end < 0 ? "" : start.slice(end + "</think>".length).trimStart();
  }
  const end = text.indexOf("</think>");
  return end < 0 || text.includes("<think>") || start.startsWith("{")
    ? text
    : text.slice(end + "</think>".length).trimStart();
}

/** A body without a JSON content type may still be JSON. */
function parseBody(body: unknown): unknown {
  if (typeof body !== "string") return body;
  if (looksLikeHtml(body)) throw new UnreadableReply("page", "a web page");
  try {
    return JSON.parse(body);
  } catch {
    throw new UnreadableReply(
      body.trimStart().startsWith("{") ? "broken" : "page",
      "text that is not JSON",
    );
  }
}

/**
 * Reads the body of a chat completion.
 * @throws UnreadableReply for any other body
 */
export function readReply(
  body: unknown,
  request: ModelRequest,
): Omit<ModelReply, "endpoint" | "latencyMs" | "model" | "cost" | "envelope"> & {
  readonly model: string | null;
} {
  const parsed = completion.safeParse(parseBody(body));
  if (!parsed.success) throw new UnreadableReply("broken", "JSON without a choice and its message");
  const { model, choices, usage } = parsed.data;
  const [choice] = choices;
  if (choice === undefined) throw new UnreadableReply("broken", "an empty list of choices");
  const { content, refusal } = choice.message;
  const written =
    typeof content === "string" ? content : (content ?? []).map((each) => each.text ?? "").join("");
  const refused = written === "" && typeof refusal === "string" && refusal !== "";
  return {
    text: refused ? refusal : stripReasoning(written),
    model: model ?? null,
    promptTokens: usage?.prompt_tokens ?? estimateTokens(promptCharacters(request)),
    completionTokens: usage?.completion_tokens ?? estimateTokens(written.length),
    tokensEstimated: usage === null || usage === undefined,
    finishReason: refused ? "refusal" : (choice.finish_reason ?? "unknown"),
  };
}

import { type EarlierReply, formatNullValues, type RecordedDecision } from "@/lib/domain/decision";
import type { ModelReply, SlotDecision } from "@/lib/engine";

/** The recorded properties of the calls for one answer. */
export type CallSummary = Pick<
  RecordedDecision,
  | "head"
  | "prompt"
  | "nullValues"
  | "envelope"
  | "seed"
  | "earlier"
  | "reason"
  | "raw"
  | "model"
  | "endpoint"
  | "promptTokens"
  | "completionTokens"
  | "latencyMs"
  | "attempts"
  | "finishReason"
  | "cost"
>;

/**
 * Sums up the calls for one answer, and keeps what is needed to rebuild the body of each: the last
 * reply, its request, and the correction sent after every earlier reply.
 */
export function summarizeCalls({
  request,
  requests,
  replies,
  reason,
}: Pick<SlotDecision<ModelReply>, "request" | "requests" | "replies" | "reason">): CallSummary {
  const last = replies.at(-1);
  const { promptTokens, completionTokens, latencyMs, cost } = sumOf(replies);
  return {
    head: request?.system ?? null,
    prompt: request?.user ?? null,
    nullValues: request?.nullValues ? formatNullValues(request.nullValues) : null,
    envelope: last?.envelope ?? null,
    seed: requests[0]?.seed ?? null,
    earlier: replies.length > 1 ? earlierReplies(requests, replies) : null,
    reason,
    raw: last === undefined || last.failure ? null : last.text,
    model: last?.model ?? null,
    endpoint: last?.endpoint ?? null,
    promptTokens,
    completionTokens,
    latencyMs,
    attempts: replies.length,
    finishReason: last?.finishReason ?? null,
    cost,
  };
}

/** The sums over all calls; the cost is null where no call has one. */
function sumOf(
  replies: readonly ModelReply[],
): Pick<CallSummary, "promptTokens" | "completionTokens" | "latencyMs" | "cost"> {
  let promptTokens = 0;
  let completionTokens = 0;
  let latencyMs = 0;
  let cost: number | null = null;
  for (const reply of replies) {
    promptTokens += reply.promptTokens;
    completionTokens += reply.completionTokens;
    latencyMs += reply.latencyMs;
    if (reply.cost !== null) cost = (cost ?? 0) + reply.cost;
  }
  return { promptTokens, completionTokens, latencyMs, cost };
}

type Requests = SlotDecision["requests"];

function earlierReplies(requests: Requests, replies: readonly ModelReply[]): EarlierReply[] {
  const last = replies.at(-1)?.envelope;
  return replies.slice(0, -1).map((reply, attempt) => {
    const { text, finishReason, promptTokens, completionTokens, latencyMs, envelope, failure } =
      reply;
    const shorterPrompt = findShorterPrompt(requests[attempt], requests[attempt + 1]);
    // A retry repeats the first messages, then shows the reply and what was wrong with it.
    const [answer, message] =
      shorterPrompt === undefined ? (requests[attempt + 1]?.messages.slice(-2) ?? []) : [];
    return {
      text,
      finishReason,
      promptTokens,
      completionTokens,
      latencyMs,
      ...(failure && { failure: { reason: failure.reason, message: failure.message } }),
      ...(answer &&
        message && {
          sentBack: {
            ...(answer.content !== text.trim() && { answer: answer.content }),
            message: message.content,
          },
        }),
      ...(shorterPrompt !== undefined && { shorterPrompt }),
      ...(envelope !== null && envelope !== last && { envelope }),
    };
  });
}

/** The prompt of a request, if it is not that of the request before. */
function findShorterPrompt(
  before: Requests[number] | undefined,
  after: Requests[number] | undefined,
): string | undefined {
  const promptOf = (request: Requests[number] | undefined): string | undefined =>
    request?.messages.find(({ role }) => role === "user")?.content;
  const prompt = promptOf(after);
  return prompt === promptOf(before) ? undefined : prompt;
}

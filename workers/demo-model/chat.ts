import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError, parseBody } from "./api-error";
import {
  chatRequest,
  complete,
  countTokens,
  type ChatRequest,
  type Choice,
  type Completion,
} from "./completion";
import { HTML, REFUSAL, corruptAnswer, truncate, type Fault } from "./faults";
import { drip, readBodyText, reset, send, sendError, type Reply } from "./http";
import type { Instance } from "./instance";
import { requireModel } from "./models";

const FINGERPRINT = "microcosm-demo-1";

/** The content of one choice after a possible fault. */
interface SentChoice {
  readonly content: string | null;
  readonly refusal: string | null;
  readonly finishReason: "stop" | "length";
}

function applyFault({
  choice,
  index,
  completion,
  fault,
  instance,
}: {
  readonly choice: Choice;
  readonly index: number;
  readonly completion: Completion;
  readonly fault: Fault | null;
  readonly instance: Instance;
}): SentChoice {
  const plain = { refusal: null, finishReason: choice.finishReason };
  switch (fault) {
    case "truncated":
      return { ...plain, content: truncate(choice.content), finishReason: "length" };
    case "invalid":
      if (choice.finishReason === "length") return { ...plain, content: choice.content };
      return {
        ...plain,
        content: corruptAnswer(choice.content, {
          schema: completion.schema?.root ?? null,
          settings: instance.settings,
          draws: completion.draws.at(`spoil ${index}`),
        }),
      };
    case "empty":
      return { ...plain, content: "" };
    case "refusal":
      // As OpenAI does: a refusal of a structured answer has a separate field.
      return completion.schema
        ? { ...plain, content: null, refusal: REFUSAL }
        : { ...plain, content: REFUSAL };
    default:
      return { ...plain, content: choice.content };
  }
}

function usageOf(completion: Completion, sent: readonly SentChoice[], cached: number) {
  const completionTokens = sent.reduce(
    (sum, one) => sum + countTokens(one.content ?? one.refusal ?? ""),
    0,
  );
  return {
    prompt_tokens: completion.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: completion.promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

function idOf(completion: Completion): string {
  return `chatcmpl-${completion.hash.toString(36)}`;
}

function toReply({
  request,
  completion,
  sent,
  usage,
}: {
  readonly request: ChatRequest;
  readonly completion: Completion;
  readonly sent: readonly SentChoice[];
  readonly usage: ReturnType<typeof usageOf>;
}): Reply {
  const body = {
    id: idOf(completion),
    object: "chat.completion",
    created: Math.floor(Date.now() / 1_000),
    model: request.model,
    system_fingerprint: FINGERPRINT,
    choices: sent.map(({ content, refusal, finishReason }, index) => ({
      index,
      message: { role: "assistant", content, refusal },
      logprobs: null,
      finish_reason: finishReason,
    })),
    usage,
  };
  return { status: 200, body: JSON.stringify(body) };
}

/**
 * Server-sent events of one streamed reply, in the order of the API: role, content, finish reason,
 * usage, [DONE].
 */
class EventStream {
  readonly #head: Record<string, unknown>;
  readonly #positions: number[];
  #open = false;

  constructor(
    readonly response: ServerResponse,
    readonly request: ChatRequest,
    completion: Completion,
    readonly sent: readonly SentChoice[],
  ) {
    this.#head = {
      id: idOf(completion),
      object: "chat.completion.chunk",
      created: Math.floor(Date.now() / 1_000),
      model: request.model,
      system_fingerprint: FINGERPRINT,
    };
    this.#positions = sent.map(() => 0);
  }

  /** Sends everything up to this share of the text, in pieces of about one token. */
  progress(share: number): string {
    let events = "";
    if (!this.#open) {
      this.#open = true;
      events += this.sent
        .map((_, index) => this.#event(index, { role: "assistant", content: "" }, null))
        .join("");
    }
    for (const [index, { content }] of this.sent.entries()) {
      const text = content ?? "";
      const until = share >= 1 ? text.length : Math.floor(text.length * share);
      let at = this.#positions[index] ?? 0;
      while (at < until) {
        let end = Math.min(at + 4, until);
        const last = text.charCodeAt(end - 1);
        // Never splits a character: clients decode each chunk separately.
        if (last >= 0xd800 && last <= 0xdbff && end < text.length) end++;
        events += this.#event(index, { content: text.slice(at, end) }, null);
        at = end;
      }
      this.#positions[index] = at;
    }
    return events;
  }

  end(usage: ReturnType<typeof usageOf>): string {
    let events = this.progress(1);
    for (const [index, { finishReason, refusal }] of this.sent.entries()) {
      if (refusal !== null) events += this.#event(index, { refusal }, null);
      events += this.#event(index, {}, finishReason);
    }
    if (this.request.stream_options?.include_usage)
      events += `data: ${JSON.stringify({ ...this.#head, choices: [], usage })}\n\n`;
    return `${events}data: [DONE]\n\n`;
  }

  #event(index: number, delta: Record<string, unknown>, finishReason: string | null): string {
    const choices = [{ index, delta, logprobs: null, finish_reason: finishReason }];
    return `data: ${JSON.stringify({ ...this.#head, choices })}\n\n`;
  }
}

function attemptOf(request: IncomingMessage): number | null {
  const stated = request.headers["x-attempt"];
  const attempt = typeof stated === "string" ? Number(stated) : Number.NaN;
  return Number.isInteger(attempt) && attempt >= 0 ? attempt : null;
}

/** Handles faults without an answer. Returns true when the request is done. */
export function sendFault(
  fault: Fault | null,
  instance: Instance,
  response: ServerResponse,
): boolean {
  switch (fault) {
    case "429":
      sendError(response, rateLimitError(instance, "Rate limit reached (imitated)."));
      return true;
    case "500":
      sendError(
        response,
        new ApiError(500, "The server had an error while processing your request (imitated).", {
          type: "server_error",
        }),
      );
      return true;
    case "html":
      send(response, { status: 200, body: HTML, type: "text/html" });
      return true;
    case "reset":
      reset(response);
      return true;
    case "timeout":
      // Never answered: the connection stays open until the client gives up.
      return true;
    default:
      return false;
  }
}

export function rateLimitError(instance: Instance, message: string): ApiError {
  return new ApiError(429, message, {
    type: "requests",
    code: "rate_limit_exceeded",
    headers: { "retry-after": `${instance.settings.retryAfter}` },
  });
}

/** POST /v1/chat/completions. */
export function handleChat(
  instance: Instance,
  request: IncomingMessage,
  response: ServerResponse,
  guard: (work: () => void) => void,
): void {
  readBodyText(request, (error, text) =>
    guard(() => {
      if (error) throw error;
      answerChat(instance, request, response, text, guard);
    }),
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "We could not parse the JSON body of your request.");
  }
}

function answerChat(
  instance: Instance,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  guard: (work: () => void) => void,
): void {
  const parsed = parseBody(chatRequest, parseJson(text));
  requireModel(parsed.model);
  const completion = complete(parsed);
  const fault = instance.fault(completion.hash, attemptOf(request));
  if (sendFault(fault, instance, response)) return;
  if (!instance.load.admits()) throw rateLimitError(instance, "The queue is full (imitated).");

  const sent = completion.choices.map((choice, index) =>
    applyFault({ choice, index, completion, fault, instance }),
  );
  const cached = instance.cache.lookUp(completion.blocks);
  const usage = usageOf(completion, sent, cached);
  const stream =
    parsed.stream === true ? new EventStream(response, parsed, completion, sent) : null;
  // Serialise before waiting: a call in flight then retains neither its prompt nor the parsed text.
  const whole = stream ? null : toReply({ request: parsed, completion, sent, usage });
  const work = {
    promptTokens: completion.promptTokens,
    cachedTokens: cached,
    outputTokens: usage.completion_tokens,
    draws: completion.draws,
    ...(stream && fault !== "drip"
      ? { onProgress: (share: number) => guard(() => writeProgress(response, stream, share)) }
      : {}),
  };
  const cancel = instance.load.start(work, () =>
    guard(() => {
      recordUsage(instance, { usage, cached, streamed: stream !== null });
      if (stream)
        endStream({
          response,
          stream,
          usage,
          dripMs: fault === "drip" ? instance.settings.dripMs : null,
        });
      else if (whole && fault === "drip") drip(response, whole, instance.settings.dripMs);
      else if (whole) send(response, whole);
    }),
  );
  if (!response.writableEnded) response.on("close", cancel);
}

function recordUsage(
  instance: Instance,
  {
    usage,
    cached,
    streamed,
  }: {
    readonly usage: ReturnType<typeof usageOf>;
    readonly cached: number;
    readonly streamed: boolean;
  },
): void {
  const { counts } = instance;
  counts.chatCompletions++;
  counts.promptTokens += usage.prompt_tokens;
  counts.completionTokens += usage.completion_tokens;
  counts.cachedPromptTokens += cached;
  if (cached > 0) counts.prefixHits++;
  if (streamed) counts.streams++;
}

const EVENT_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  "x-microcosm-demo": "built-in demo model, not an LLM",
};

function writeProgress(response: ServerResponse, stream: EventStream, share: number): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, EVENT_HEADERS);
  response.write(stream.progress(share));
}

function endStream({
  response,
  stream,
  usage,
  dripMs,
}: {
  readonly response: ServerResponse;
  readonly stream: EventStream;
  readonly usage: ReturnType<typeof usageOf>;
  readonly dripMs: number | null;
}): void {
  if (response.destroyed) return;
  const events = stream.end(usage);
  if (dripMs !== null)
    return drip(
      response,
      { status: 200, body: events, type: "text/event-stream; charset=utf-8" },
      dripMs,
    );
  if (!response.headersSent) response.writeHead(200, EVENT_HEADERS);
  response.end(events);
}

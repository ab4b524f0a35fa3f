import { isRecord, parseServerJson, type Fields } from "./server-text";
import { UnreadableReply } from "./unreadable-reply";

/** Whether a body consists of server-sent events: comments, as heartbeats, may come first. */
export const isEventStream = (text: string): boolean =>
  /^\s*(?:data|event|id|retry|):/.test(text.slice(0, 200));

/** The data of each event; lines of one event belong together. */
function dataOf(text: string): string[] {
  return text
    .split(/\r?\n\r?\n|\r\r/)
    .map((event) =>
      event
        .split(/\r\n|\r|\n/)
        .flatMap((line) => /^\s*data: ?(.*)$/.exec(line)?.[1] ?? [])
        .join("\n")
        .trim(),
    )
    .filter((data) => data !== "");
}

/**
 * Puts the events of a streamed chat completion together to the body that the server would have
 * sent without streaming: the texts of all deltas, the last reason to finish, and the last usage.
 * An event with an error is the body.
 * @throws UnreadableReply where the stream broke off or has no JSON
 */
export function joinEvents(text: string): unknown {
  const whole: { model?: unknown; usage?: unknown } = {};
  const choice = new StreamedChoice();
  let isDone = false;
  for (const data of dataOf(text)) {
    if (data === "[DONE]") {
      isDone = true;
      break;
    }
    const event = parseEvent(data);
    if (!isRecord(event)) continue;
    if (event.error) return event;
    whole.model ??= event.model;
    if (isRecord(event.usage)) whole.usage = event.usage;
    const [first] = Array.isArray(event.choices) ? (event.choices as unknown[]) : [];
    if (isRecord(first)) choice.add(first);
  }
  if (choice.isEmpty) throw new UnreadableReply("noAnswer", "a stream without an answer");
  if (!isDone && choice.finishReason === undefined)
    throw new UnreadableReply("broken", "a stream that broke off before its end");
  // Characters may be divided between events: only the whole is cleaned.
  return parseServerJson(JSON.stringify({ ...whole, choices: [choice.toJson()] }));
}

function parseEvent(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new UnreadableReply("broken", "a stream of events that are not JSON");
  }
}

/** Texts of a message that arrive in pieces. */
const TEXTS = ["content", "reasoning_content", "reasoning", "refusal"] as const;

class StreamedChoice {
  isEmpty = true;
  finishReason: unknown;
  #error: unknown;
  readonly #texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  /** Tool calls by their position; only the first can be the answer. */
  #toolArguments: string | undefined;
  #functionArguments: string | undefined;

  add(choice: Fields): void {
    this.isEmpty = false;
    this.finishReason = choice.finish_reason ?? this.finishReason;
    this.#error = choice.error ?? this.#error;
    // The last event of some servers holds the whole message once more.
    const isWhole = !isRecord(choice.delta) && isRecord(choice.message);
    const delta = isRecord(choice.delta)
      ? choice.delta
      : isRecord(choice.message)
        ? choice.message
        : { content: choice.text };
    for (const name of TEXTS) {
      const piece = delta[name];
      const text = typeof piece === "string" ? piece : name === "content" ? partsText(piece) : "";
      if (text !== "") this.#texts[name] = isWhole ? text : (this.#texts[name] ?? "") + text;
    }
    const [call] = Array.isArray(delta.tool_calls) ? (delta.tool_calls as unknown[]) : [];
    if (isRecord(call) && (call.index ?? 0) === 0)
      this.#toolArguments = addArguments(this.#toolArguments, call.function);
    this.#functionArguments = addArguments(this.#functionArguments, delta.function_call);
  }

  toJson(): object {
    return {
      finish_reason: this.finishReason,
      error: this.#error,
      message: {
        ...this.#texts,
        ...(this.#toolArguments !== undefined && {
          tool_calls: [{ function: { arguments: this.#toolArguments } }],
        }),
        ...(this.#functionArguments !== undefined && {
          function_call: { arguments: this.#functionArguments },
        }),
      },
    };
  }
}

/** The texts of a content in parts. */
const partsText = (parts: unknown): string =>
  Array.isArray(parts)
    ? parts
        .map((part) => (isRecord(part) && typeof part.text === "string" ? part.text : ""))
        .join("")
    : "";

function addArguments(before: string | undefined, call: unknown): string | undefined {
  if (!isRecord(call)) return before;
  const more = isRecord(call.arguments) ? JSON.stringify(call.arguments) : call.arguments;
  return typeof more === "string" ? (before ?? "") + more : before;
}

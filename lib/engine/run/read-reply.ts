import { isCutOff, isFiltered } from "@/lib/domain/answers";
import type {
  AnswerReading,
  DecisionRequests,
  DecisionSlot,
  PreparedRequest,
} from "../base/contract";
import type { ModelReply, ModelRequest } from "../base/ports";

/** The part of a reply that decisions need; callers may use a subtype. */
export type TextReply = Pick<ModelReply, "text"> &
  Partial<Pick<ModelReply, "finishReason" | "failure" | "recordedAs">>;

/** Whether and how a call may be repeated after an unusable reply. */
type Repeat =
  /** As often as the scenario allows. */
  | "usual"
  /** Once more. */
  | "once"
  /** With a higher limit of tokens. */
  | "moreRoom"
  /** Once, with fewer memories, if the prompt has any. */
  | "shorter"
  /** The same call would fail again. */
  | "never";

export type ReplyReading =
  | Extract<AnswerReading, { ok: true }>
  | (Extract<AnswerReading, { ok: false }> & {
      /** The description for a reader, where it differs from the correction sent to the model. */
      readonly note?: string;
      readonly repeat: Repeat;
    });

const NO_ANSWER =
  "There was no answer. Please answer in the role you were given, with one JSON object and " +
  "nothing else.";

const REPEATS: Readonly<Record<NonNullable<TextReply["failure"]>["reason"], Repeat>> = {
  refused: "once",
  promptTooLong: "shorter",
  invalidOutput: "usual",
  unreadable: "usual",
  serverError: "usual",
  badRequest: "never",
};

/**
 * Reads the reply to a request. A call that failed, and an answer that a filter or the limit of
 * tokens ended, are unusable whatever their text is: a part of an answer may look like a whole one.
 */
export function readReply(
  requests: DecisionRequests,
  slot: DecisionSlot,
  {
    answer,
    sent: { maxTokens },
    reply,
  }: {
    readonly answer: PreparedRequest["answer"];
    readonly sent: Pick<ModelRequest, "maxTokens">;
    readonly reply: TextReply;
  },
): ReplyReading {
  const { text, failure, recordedAs } = reply;
  const finishReason = (recordedAs === "valid" ? undefined : reply.finishReason) ?? "stop";
  if (failure !== undefined)
    return {
      ok: false,
      reason: failure.reason,
      message:
        failure.reason === "invalidOutput"
          ? "The answer was not valid JSON. Answer with one JSON object and nothing else."
          : NO_ANSWER,
      note: failure.message,
      repeat: REPEATS[failure.reason],
    };
  if (finishReason !== "stop") {
    if (isCutOff(finishReason)) return cutOff(maxTokens);
    if (isFiltered(finishReason))
      return {
        ok: false,
        reason: "refused",
        message: NO_ANSWER,
        note: `The server ended the answer itself: “${finishReason}”.`,
        repeat: "once",
      };
  }
  const reading = requests.readAnswer(slot, answer, text);
  if (reading.ok) return reading;
  // A server that does not say why an answer ended may have cut it off.
  return reading.reason === "truncated" && finishReason !== "stop"
    ? cutOff(maxTokens)
    : { ...reading, repeat: "usual" };
}

const cutOff = (maxTokens: number): ReplyReading => ({
  ok: false,
  reason: "truncated",
  message:
    "The answer was cut off before it was complete. Answer again, shorter, with one complete " +
    "JSON object.",
  note:
    `The answer was cut off at the limit of ${maxTokens.toLocaleString("en")} tokens. ` +
    "Raise the limit of tokens.",
  repeat: "moreRoom",
});

import type { CallFailureReason, JsonSchema } from "@/lib/domain/answers";
import type { SentMessage } from "@/lib/domain/decision";

/** Ports of the engine, implemented by adapters. */

/** A chat message in the format of OpenAI-compatible servers. */
export type ChatMessage = SentMessage;

/** One model call. */
export type ModelRequest = {
  readonly messages: readonly ChatMessage[];
  /** The JSON Schema of the answer; enforced by servers that support it. */
  readonly schema?: { readonly name: string; readonly schema: JsonSchema };
  readonly temperature: number;
  readonly maxTokens: number;
  /**
   * A 31-bit seed, hashed from the position of the call: the same decision of the same run always
   * sends the same seed.
   */
  readonly seed: number;
  /** Calls with the same affinity go to the same server, whose prefix cache then applies. */
  readonly affinity: string;
};

/** Why a call has no reply, while its server answers others; for people, without a key. */
export type FailedCall = { readonly reason: CallFailureReason; readonly message: string };

/** The reply of a model. Token counts are the server's usage, or estimates flagged as such. */
export type ModelReply = {
  readonly text: string;
  readonly model: string;
  readonly endpoint: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokensEstimated: boolean;
  /** US dollars; null where the endpoint has no price. */
  readonly cost: number | null;
  /**
   * Milliseconds from the first attempt to the reply, without waiting for the concurrency limit.
   */
  readonly latencyMs: number;
  readonly finishReason: string;
  /** Present where the call failed; the text is then empty. */
  readonly failure?: FailedCall;
  /**
   * Present where it is the recorded end of a decision: what became of it then. It becomes the same
   * again, however the rules for repeating calls have changed since.
   */
  readonly recordedAs?: "valid" | "invalid" | undefined;
  /**
   * The body of the answered request without messages and seed (`RequestEnvelope`), as JSON; null
   * where unknown, as for recorded answers stored without it.
   */
  readonly envelope: string | null;
};

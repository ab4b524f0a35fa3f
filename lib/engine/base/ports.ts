import type { JsonSchema } from "@/lib/domain/answers";
import type { SentMessage } from "@/lib/domain/decision";

/** What the engine needs from outside. Adapters implement these. */

/** A message of a chat, as OpenAI-compatible servers take it. */
export type ChatMessage = SentMessage;

/** One call of a model. */
export type ModelRequest = {
  readonly messages: readonly ChatMessage[];
  /** The shape the answer must have; enforced by the server where it can. */
  readonly schema?: { readonly name: string; readonly schema: JsonSchema };
  readonly temperature: number;
  readonly maxTokens: number;
  /**
   * 31-bit seed, a hash of where the call belongs: the same decision of the same run sends the same
   * seed.
   */
  readonly seed: number;
  /** Calls with the same affinity go to the same server, whose cache holds their prefix. */
  readonly affinity: string;
};

/** What came back. Tokens are the server's usage, or estimates flagged as such. */
export type ModelReply = {
  readonly text: string;
  readonly model: string;
  readonly endpoint: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokensEstimated: boolean;
  /** US dollars; null where the endpoint has no price. */
  readonly cost: number | null;
  /** From the first try to the reply, waiting for a free place left out, in milliseconds. */
  readonly latencyMs: number;
  readonly finishReason: string;
  /**
   * The body of the request that this answers without messages and seed (`RequestEnvelope`), as
   * JSON; null where it is not known: the answer is from a record that lacks it.
   */
  readonly envelope: string | null;
};

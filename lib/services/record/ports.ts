import type { ModelReply, ModelRequest } from "@/lib/engine";

/** The first request of one decision. */
export type RecordQuery = {
  /** The first 64 bits, signed, of the hash of the request. */
  readonly request: bigint;
  readonly system: string;
  readonly prompt: string;
};

/** A recorded reply, or a failed call. */
export type RecordedReply = Pick<
  ModelReply,
  "text" | "model" | "endpoint" | "finishReason" | "envelope" | "failure" | "recordedAs"
>;

/** Where to look for recorded answers. */
export type RecordScope = {
  readonly projectId: string;
  /** Key of the run whose answers take precedence. */
  readonly recordOf: number | null;
};

export interface RecordStore {
  /**
   * Returns the replies that each question got, in their order, the same for the same question;
   * undefined where none is recorded.
   */
  find(
    scope: RecordScope,
    questions: readonly RecordQuery[],
  ): Promise<(readonly RecordedReply[] | undefined)[]>;
}

/**
 * Returns the first 64 bits, signed, of SHA-256 over the model's name and everything of a request
 * that shapes its answer.
 */
export type Fingerprint = (model: string, request: ModelRequest) => bigint;

/**
 * No answer is recorded to a call that only the record may answer. `message` is written for the
 * researcher.
 */
export class RecordMissError extends Error {
  override readonly name = "RecordMissError";
}

import type { ModelReply, ModelRequest } from "@/lib/engine";

/** What one decision asked first. */
export type RecordQuery = {
  /** 64 bits, signed, of the hash of the request. */
  readonly request: bigint;
  readonly system: string;
  readonly prompt: string;
};

/** A reply as it is on record. */
export type RecordedReply = Pick<
  ModelReply,
  "text" | "model" | "endpoint" | "finishReason" | "envelope"
>;

/** Where to look for answers. */
export type RecordScope = {
  readonly projectId: string;
  /** The key of the run whose answers count before those of others. */
  readonly recordOf: number | null;
};

export interface RecordStore {
  /**
   * The replies that each question got, in their order, the same for the same question; undefined
   * where it is not on record.
   */
  find(
    scope: RecordScope,
    questions: readonly RecordQuery[],
  ): Promise<(readonly RecordedReply[] | undefined)[]>;
}

/**
 * The first 64 bits, signed, of SHA-256 over the model's name and everything of a request that
 * shapes its answer.
 */
export type Fingerprint = (model: string, request: ModelRequest) => bigint;

/** A call that only the record may answer is not on it. `message` is written for the researcher. */
export class RecordMissError extends Error {
  override readonly name = "RecordMissError";
}

/** The embedding of a text: 256 signed bytes, scaled so that the largest absolute value is 127. */
export type Embedding = Int8Array;

/** A stored memory, as the kinds of memory choose among them. */
export type Memory = {
  /**
   * The version of the step that created it and its order within that step's commit; together they
   * identify it as `version.seq`.
   */
  readonly version: number;
  readonly seq: number;
  readonly round: number;
  readonly kind: "told" | "rejected" | "insight";
  readonly text: string;
  /** From 0 to 1. */
  readonly importance: number;
  /** Expressions that had no value when the message was written, as `formatNullValues` gives. */
  readonly nullValues?: string;
  /** Null where none was requested. */
  readonly embedding: Embedding | null;
};

/**
 * The memories of an agent that a prompt needs: how many of the latest (0 for none), and whether
 * with embeddings.
 */
export type MemoryExtent = { readonly latest: number | "all"; readonly embeddings: boolean };

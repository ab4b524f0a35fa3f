/** Direction of a text's meaning: 256 signed bytes, the largest of them 127 either way. */
export type Embedding = Int8Array;

/** A memory as the store keeps it, and as kinds of memory choose among them. */
export type Memory = {
  /**
   * The step that made it, and its order within that step's commit: together they name it, as
   * `version.seq`.
   */
  readonly version: number;
  readonly seq: number;
  readonly round: number;
  readonly kind: "told" | "rejected" | "insight";
  readonly text: string;
  /** From 0 to 1. */
  readonly importance: number;
  /** Null where no one asked for it. */
  readonly embedding: Embedding | null;
};

/**
 * What of an agent's memories is needed for a prompt: how many of the latest (0 for none), and
 * whether with embeddings.
 */
export type MemoryExtent = { readonly latest: number | "all"; readonly embeddings: boolean };

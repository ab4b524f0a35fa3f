import type { Embedding, Memory, MemoryNeed } from "@/lib/engine";
import type { EndpointStore, SecretBox } from "../endpoints/ports";
import type { EmbeddingCallStore, ModelPool } from "../models/ports";

/** The embedding of one memory. */
export type StoredEmbedding = {
  readonly agent: string;
  readonly version: number;
  readonly seq: number;
  readonly embedding: Embedding;
};

/** The memories of runs. */
export interface MemoryLedger extends EmbeddingCallStore {
  /**
   * Returns the latest memories of each agent from steps before `version`, oldest first; with the
   * embeddings that `embedder` made, unless it is null.
   */
  memories(
    run: number,
    version: number,
    need: MemoryNeed,
    embedder: string | null,
  ): Promise<Map<string, Memory[]>>;
  /** Stores embeddings with their memories, replacing those of another embedder. */
  storeEmbeddings(run: number, embedder: string, made: readonly StoredEmbedding[]): Promise<void>;
}

/** Ports for recalling: the memories and their embedder. */
export type MemoryPorts = {
  readonly ledger: MemoryLedger;
  readonly endpoints: Pick<EndpointStore, "get">;
  readonly secrets: Pick<SecretBox, "open">;
  readonly pool: Pick<ModelPool, "embed">;
};

/** The run whose memories are read, as of a version. */
export type MemorySource = {
  readonly key: number;
  readonly version: number;
  readonly embedderId: string | null;
};

import { type Embedding, HASHING_EMBEDDER, hashEmbedding, toEmbedding } from "@/lib/engine";
import { EndpointFailure, type ModelPool, type ModelTarget } from "../models/ports";
import { toTarget } from "../endpoints/to-target";
import type { MemoryPorts, MemorySource } from "./ports";
import { type FailedText, TextEmbedding } from "./text-embedding";

/**
 * Computes embeddings. `name` is stored with each; those of another embedder are computed again.
 */
export type Embedder = {
  readonly name: string;
  /**
   * Returns one embedding per text. That of an empty text is zero, and so is that of a text which
   * its endpoint refuses while it embeds others: both are relevant to nothing.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]>;
};

/** Number of texts per call. */
const BATCH_SIZE = 128;

/** Number of characters of a text that are sent: embedding models often take at most 512 tokens. */
const MAX_CHARACTERS = 1_500;

const hashingEmbedder: Embedder = {
  name: HASHING_EMBEDDER,
  embed: (texts) => Promise.resolve(texts.map(hashEmbedding)),
};

/**
 * Embeds through an endpoint. `note` is called with the texts that it refuses, once all others of
 * the same call are embedded.
 */
export function endpointEmbedder(
  pool: Pick<ModelPool, "embed">,
  target: ModelTarget,
  note: (failed: readonly FailedText[]) => Promise<void>,
): Embedder {
  let signal: AbortSignal | undefined;
  const texts = new TextEmbedding((batch) => pool.embed(target, batch, signal));
  const embedAll = async (all: readonly string[]): Promise<readonly Embedding[]> => {
    const failed: FailedText[] = [];
    const batches = Array.from({ length: Math.ceil(all.length / BATCH_SIZE) }, (_, at) =>
      all.slice(at * BATCH_SIZE, (at + 1) * BATCH_SIZE),
    );
    const vectors = await Promise.all(batches.map((batch) => texts.embed(batch, failed)));
    if (failed.length > 0) await note(failed);
    return vectors.flat().map((vector) => toEmbedding(vector ?? []));
  };
  return {
    name: target.endpointId,
    async embed(given, limit) {
      signal = limit;
      const sent = given.map(truncateMiddle);
      // Many texts are equal: messages to all agents, questions to all agents.
      const different = [...new Set(sent)].filter((text) => text !== "");
      const embeddings = await embedAll(different);
      const byText = new Map(different.map((text, at) => [text, embeddings[at]]));
      return sent.map((text) => byText.get(text) ?? toEmbedding([]));
    },
  };
}

/** Shortens a long text to its beginning and its end, which usually holds the question. */
function truncateMiddle(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= MAX_CHARACTERS) return trimmed;
  const half = MAX_CHARACTERS / 2;
  return `${trimmed.slice(0, half)} … ${trimmed.slice(-half)}`.toWellFormed();
}

/**
 * Returns the embedder of a run, as pinned when it began.
 * @throws EndpointFailure when its endpoint was deleted; AppError when its key cannot be decrypted
 */
export async function resolveEmbedder(
  ports: MemoryPorts,
  { key, embedderId }: Pick<MemorySource, "key" | "embedderId">,
): Promise<Embedder> {
  if (embedderId === null) return hashingEmbedder;
  const target = await resolveEmbedderTarget(ports, embedderId);
  const { model } = target;
  return endpointEmbedder(ports.pool, target, async (failed) => {
    for (const { text, reason } of failed)
      await ports.ledger.recordEmbeddingCall(key, { model, texts: [text], failure: reason });
  });
}

/** @throws as `resolveEmbedder` */
export async function resolveEmbedderTarget(
  ports: Pick<MemoryPorts, "endpoints" | "secrets">,
  embedderId: string,
): Promise<ModelTarget> {
  const endpoint = await ports.endpoints.get(embedderId);
  if (!endpoint)
    throw new EndpointFailure(
      "unreachable",
      "The endpoint that embeds the memories of this run has been deleted.",
    );
  return toTarget(endpoint, ports.secrets);
}

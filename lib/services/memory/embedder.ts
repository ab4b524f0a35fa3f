import { type Embedding, HASHING_EMBEDDER, hashEmbedding, toEmbedding } from "@/lib/engine";
import { EndpointFailure, type ModelPool, type ModelTarget } from "../models/ports";
import { toTarget } from "../endpoints/to-target";
import type { MemoryPorts } from "./ports";

/**
 * Computes embeddings. `name` is stored with each; those of another embedder are computed again.
 */
export type Embedder = {
  readonly name: string;
  /** Returns one embedding per text; that of an empty text is undefined. */
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

export function endpointEmbedder(pool: Pick<ModelPool, "embed">, target: ModelTarget): Embedder {
  const embedAll = async (
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Embedding[]> => {
    const batches = Array.from({ length: Math.ceil(texts.length / BATCH_SIZE) }, (_, at) =>
      texts.slice(at * BATCH_SIZE, (at + 1) * BATCH_SIZE),
    );
    return (await Promise.all(batches.map((batch) => pool.embed(target, batch, signal))))
      .flat()
      .map(toEmbedding);
  };
  return {
    name: target.endpointId,
    async embed(texts, signal) {
      const sent = texts.map(truncateMiddle);
      // Many texts are equal: messages to all agents, questions to all agents.
      const different = [...new Set(sent)].filter((text) => text !== "");
      const embeddings = await embedAll(different, signal);
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
  ports: Pick<MemoryPorts, "endpoints" | "secrets" | "pool">,
  { embedderId }: { readonly embedderId: string | null },
): Promise<Embedder> {
  if (embedderId === null) return hashingEmbedder;
  return endpointEmbedder(ports.pool, await resolveEmbedderTarget(ports, embedderId));
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

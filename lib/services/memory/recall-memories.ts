import type { DecisionRequests, DecisionSlot, Embedding, Memory } from "@/lib/engine";
import type { Embedder } from "./embedder";
import { loadMemories, type LoadedMemories, memoryKey, type MemoryRequest } from "./load-memories";
import type { MemoryPorts } from "./ports";

/**
 * What an agent recalls for one decision: the memories that its prompt shows, and the embedding of
 * the query.
 */
export type RecalledMemories = {
  readonly memories: readonly Memory[];
  readonly query: Embedding | null;
};

const NO_MEMORIES: RecalledMemories = { memories: [], query: null };

/** The recalled memories by `seq`. */
export type RecalledBySlot = { get(slot: DecisionSlot): RecalledMemories };

/** The decisions of a step or a poll, and the world they are made on. */
export type DecisionRecall = Pick<MemoryRequest, "run" | "signal"> & {
  readonly requests: Pick<DecisionRequests, "memoryNeeds" | "memoryQuery" | "recall">;
  readonly slots: readonly DecisionSlot[];
};

/**
 * Recalls the memories of agents for these decisions. Keeps only what prompts will show, so that
 * long memories of many agents fit. The result depends only on the world and the memories, not on
 * which agents are asked together, nor in which order.
 * @throws EndpointFailure or AppError of the embedder
 */
export async function recallForDecisions(
  ports: MemoryPorts,
  { run, requests, slots, signal }: DecisionRecall,
): Promise<RecalledBySlot> {
  const found = new Map<number, RecalledMemories>();
  const byAgent = new Map<string, DecisionSlot[]>();
  for (const slot of slots) {
    const key = memoryKey(slot);
    const own = byAgent.get(key);
    if (own) own.push(slot);
    else byAgent.set(key, [slot]);
  }
  const choose = async (loaded: LoadedMemories, embedder: Embedder | null): Promise<void> => {
    const decisions: { readonly slot: DecisionSlot; readonly memories: readonly Memory[] }[] = [];
    for (const [key, memories] of loaded)
      for (const slot of byAgent.get(key) ?? []) decisions.push({ slot, memories });
    const queries = embedder ? await embedQueries(requests, decisions, embedder, signal) : [];
    decisions.forEach(({ slot, memories }, position) => {
      const query = queries[position] ?? null;
      found.set(slot.seq, {
        memories: requests.recall(slot, memories, query).map(withOwnEmbedding),
        query,
      });
    });
  };
  await loadMemories(ports, { run, needs: requests.memoryNeeds(slots), signal }, choose);
  return { get: ({ seq }) => found.get(seq) ?? NO_MEMORIES };
}

/**
 * Drops the other embeddings that it was loaded with, which would stay in memory beside its own.
 */
const withOwnEmbedding = (memory: Memory): Memory =>
  memory.embedding === null ? memory : { ...memory, embedding: memory.embedding.slice() };

/**
 * Recalls the memories of one agent for a question that is not a decision.
 * @throws EndpointFailure or AppError of the embedder
 */
export async function recallForQuestion(
  ports: MemoryPorts,
  { question, ...request }: MemoryRequest & { readonly question: string },
): Promise<RecalledMemories> {
  let recalled = NO_MEMORIES;
  const keep = async (loaded: LoadedMemories, embedder: Embedder | null): Promise<void> => {
    const [query = null] = embedder ? await embedder.embed([question], request.signal) : [];
    recalled = { memories: [...loaded.values()].flat(), query };
  };
  await loadMemories(ports, request, keep);
  return recalled;
}

async function embedQueries(
  requests: Pick<DecisionRequests, "memoryQuery">,
  decisions: readonly { readonly slot: DecisionSlot }[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<readonly Embedding[]> {
  return embedder.embed(
    decisions.map(({ slot }) => requests.memoryQuery(slot) ?? ""),
    signal,
  );
}

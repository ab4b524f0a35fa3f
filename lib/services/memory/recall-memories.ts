import type { DecisionRequests, DecisionSlot, Embedding, Memory } from "@/lib/engine";
import type { Embedder } from "./embedder";
import { loadMemories, type LoadedMemories, memoryKey, type MemoryRequest } from "./load-memories";
import type { MemoryPorts } from "./ports";

/**
 * What an agent brings to one decision: the memories that its prompt shows, and the embedding of
 * what is asked.
 */
export type RecalledMemories = {
  readonly memories: readonly Memory[];
  readonly query: Embedding | null;
};

const NO_MEMORIES: RecalledMemories = { memories: [], query: null };

/** What agents bring to their decisions, by `seq`. */
export type RecalledBySlot = { get(slot: DecisionSlot): RecalledMemories };

/** The decisions of a step or a poll, and the world they are made on. */
export type DecisionRecall = Pick<MemoryRequest, "run" | "signal"> & {
  readonly requests: Pick<DecisionRequests, "memoryNeeds" | "memoryQuery" | "recall">;
  readonly slots: readonly DecisionSlot[];
};

/**
 * What the agents of these decisions remember at this moment. Of what is loaded only what prompts
 * will show is kept, so that long memories of many agents fit. The result depends on nothing but
 * the world and the memories: not on who is asked together, nor in which order.
 * @throws EndpointFailure or AppError of the embedder
 */
export async function recallForDecisions(
  ports: MemoryPorts,
  { run, requests, slots, signal }: DecisionRecall,
): Promise<RecalledBySlot> {
  const found = new Map<number, RecalledMemories>();
  const byAgent = new Map<string, DecisionSlot[]>();
  for (const slot of slots) {
    const own = byAgent.get(memoryKey(slot));
    if (own) own.push(slot);
    else byAgent.set(memoryKey(slot), [slot]);
  }
  const choose = async (loaded: LoadedMemories, embedder: Embedder | null): Promise<void> => {
    const decisions = [...loaded].flatMap(([key, memories]) =>
      (byAgent.get(key) ?? []).map((slot) => ({ slot, memories })),
    );
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
 * Without the other embeddings that it was loaded with, which would stay in memory beside its own.
 */
const withOwnEmbedding = (memory: Memory): Memory => ({
  ...memory,
  embedding: memory.embedding?.slice() ?? null,
});

/**
 * What one agent brings to a question that is no decision.
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

import type { Memory, MemoryNeed } from "@/lib/engine";
import { type Embedder, resolveEmbedder } from "./embedder";
import type { MemoryPorts, MemorySource } from "./ports";

/**
 * Number of agents whose memories one query loads: fewer where all memories are needed, to bound
 * those in memory at once.
 */
const AGENTS_PER_QUERY = { latest: 5_000, all: 250 } as const;

export const memoryKey = ({
  agentType,
  agent,
}: {
  readonly agentType: string;
  readonly agent: string;
}): string => `${agentType}/${agent}`;

/** Selects the memories of a run. */
export type MemoryRequest = {
  readonly run: MemorySource;
  readonly needs: readonly MemoryNeed[];
  readonly signal?: AbortSignal | undefined;
};

export type LoadedMemories = ReadonlyMap<string, readonly Memory[]>;

/**
 * Loads memories, in batches of agents; each with its embedding where that is needed, computed and
 * stored if the run's embedder has not made it yet. Calls back with one batch at a time, by
 * `memoryKey`.
 * @throws EndpointFailure or AppError of the embedder
 */
export async function loadMemories(
  ports: MemoryPorts,
  { run, needs, signal }: MemoryRequest,
  each: (loaded: LoadedMemories, embedder: Embedder | null) => void | Promise<void>,
): Promise<void> {
  const embedder = needs.some(({ embeddings }) => embeddings)
    ? await resolveEmbedder(ports, run)
    : null;
  for (const need of needs) {
    const size = need.latest === "all" ? AGENTS_PER_QUERY.all : AGENTS_PER_QUERY.latest;
    for (let start = 0; start < need.agents.length; start += size) {
      const chunk = { ...need, agents: need.agents.slice(start, start + size) };
      const made = need.embeddings ? embedder : null;
      const found = await ports.ledger.memories(run.key, run.version, chunk, made?.name ?? null);
      if (made) await embedMissing(ports, { run, embedder: made, signal }, found);
      await each(
        new Map(
          [...found].map(([agent, memories]) => [
            memoryKey({ agentType: need.agentType, agent }),
            memories,
          ]),
        ),
        made,
      );
    }
  }
}

/** Embeds memories without an embedding of this embedder. */
async function embedMissing(
  ports: MemoryPorts,
  {
    run,
    embedder,
    signal,
  }: Pick<MemoryRequest, "run" | "signal"> & { readonly embedder: Embedder },
  found: ReadonlyMap<string, Memory[]>,
): Promise<void> {
  const missing = [...found].flatMap(([agent, memories]) =>
    memories.flatMap((memory, at) =>
      memory.embedding === null ? [{ agent, memories, memory, at }] : [],
    ),
  );
  if (missing.length === 0) return;
  const embeddings = await embedder.embed(
    missing.map(({ memory }) => memory.text),
    signal,
  );
  const stored = missing.map(({ agent, memories, memory, at }, position) => {
    const embedding = embeddings[position] ?? null;
    memories[at] = { ...memory, embedding };
    return { agent, version: memory.version, seq: memory.seq, embedding };
  });
  await ports.ledger.storeEmbeddings(
    run.key,
    embedder.name,
    stored.flatMap(({ embedding, ...place }) => (embedding ? [{ ...place, embedding }] : [])),
  );
}

import {
  type Commit,
  HASHING_EMBEDDER,
  hashEmbedding,
  shouldYield,
  type MemoryEntry,
  type Interruptible,
  type Simulation,
} from "@/lib/engine";

/**
 * Returns the commit with the embeddings of those memories that will be ranked by them, where no
 * endpoint has to compute them: they are stored with the memory and never computed again. Endpoints
 * embed a memory when it is first needed.
 */
export function* embedCommit(
  commit: Commit,
  simulation: Pick<Simulation, "interviewMemoryNeeds">,
  run: { readonly embedderId: string | null },
): Interruptible<Commit> {
  if (run.embedderId !== null || commit.memories.length === 0) return commit;
  const needed = new Map<string, boolean>();
  const isNeeded = ({ agentType, agent }: MemoryEntry): boolean => {
    const known = needed.get(agentType);
    if (known !== undefined) return known;
    const need = simulation
      .interviewMemoryNeeds(agentType, agent)
      .some(({ embeddings }) => embeddings);
    needed.set(agentType, need);
    return need;
  };
  const memories: MemoryEntry[] = [];
  for (const [done, entry] of commit.memories.entries()) {
    if (shouldYield(done)) yield;
    memories.push(
      isNeeded(entry)
        ? { ...entry, embedding: { by: HASHING_EMBEDDER, bytes: hashEmbedding(entry.text) } }
        : entry,
    );
  }
  return { ...commit, memories };
}

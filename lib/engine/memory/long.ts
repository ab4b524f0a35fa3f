import type { MemorySettings as MemorySettings } from "@/lib/domain/scenario";
import type { AgentMemory, MemoryKind } from "./contract";
import { topPositions, scoreMemories } from "./score";

type Settings = Omit<Extract<MemorySettings, { kind: "long" }>, "kind">;

/** Selects the latest memories and the highest-scoring older ones. */
export function createRetrievalMemory({
  keep,
  retrieve,
  weights,
  halfLife,
  importance,
}: Settings): Omit<AgentMemory, "reflection"> {
  const scored = retrieve > 0;
  return {
    extent: { latest: scored ? "all" : keep, embeddings: scored && weights.relevance > 0 },
    select: (memories, context) => {
      const older = Math.max(0, memories.length - keep);
      const latest = memories.slice(older).reverse();
      if (!scored || older === 0) return latest;
      return latest.concat(
        topPositions(
          scoreMemories(memories, { count: older, context, weights, halfLife }),
          retrieve,
        ).flatMap((position) => memories[position] ?? []),
      );
    },
    importance,
  };
}

export const longMemory: MemoryKind<"long"> = {
  kind: "long",
  open: (settings) => ({ ...createRetrievalMemory(settings), reflection: undefined }),
};

import { DEFAULT_IMPORTANCE, type MemoryKind } from "./contract";

/** Shows no memories in prompts; messages are still recorded. */
export const noMemory: MemoryKind<"none"> = {
  kind: "none",
  open: () => ({
    extent: { latest: 0, embeddings: false },
    select: () => [],
    importance: DEFAULT_IMPORTANCE,
    reflection: undefined,
  }),
};

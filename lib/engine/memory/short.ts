import { DEFAULT_IMPORTANCE, type MemoryKind } from "./contract";

/** Shows the latest memories verbatim. */
export const shortMemory: MemoryKind<"short"> = {
  kind: "short",
  open: ({ keep }) => ({
    extent: { latest: keep, embeddings: false },
    select: (memories) => memories.slice(-keep).reverse(),
    importance: DEFAULT_IMPORTANCE,
    reflection: undefined,
  }),
};

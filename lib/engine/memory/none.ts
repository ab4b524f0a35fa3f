import { DEFAULT_IMPORTANCE, type MemoryKind } from "./contract";

/** Nothing is remembered in prompts; what agents are told is still recorded. */
export const none: MemoryKind<"none"> = {
  kind: "none",
  open: () => ({
    extent: { latest: 0, embeddings: false },
    select: () => [],
    importance: DEFAULT_IMPORTANCE,
    reflection: undefined,
  }),
};

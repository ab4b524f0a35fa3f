import type { MemoryKind } from "./contract";
import { createRetrievalMemory } from "./long";

/**
 * Long memory, and from time to time a conclusion drawn from it, which is then a memory like any
 * other.
 */
export const reflection: MemoryKind<"reflection"> = {
  kind: "reflection",
  open: ({ threshold, insights, ...settings }) => ({
    ...createRetrievalMemory(settings),
    reflection: { threshold, insights },
  }),
};

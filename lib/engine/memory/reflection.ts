import type { MemoryKind } from "./contract";
import { createRetrievalMemory } from "./long";

/** Long memory with reflections: insights drawn from time to time, which are stored as memories. */
export const reflectiveMemory: MemoryKind<"reflection"> = {
  kind: "reflection",
  open: ({ threshold, insights, ...settings }) => ({
    ...createRetrievalMemory(settings),
    reflection: { threshold, insights },
  }),
};

import type { MemoryKind } from "./contract";
import { retrieving } from "./long";

/** Long memory, and from time to time a conclusion drawn from it, which is then a memory like any other. */
export const reflection: MemoryKind<"reflection"> = {
  kind: "reflection",
  open: ({ threshold, insights, ...settings }) => ({
    ...retrieving(settings),
    reflection: { threshold, insights },
  }),
};

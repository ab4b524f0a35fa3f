import type { MemoryKind } from "./contract";

/** The latest memories, word for word. */
export const short: MemoryKind<"short"> = {
  kind: "short",
  open: ({ keep }) => ({
    latest: keep,
    recall: (memories) =>
      memories
        .slice(-keep)
        .map(({ round, text }) => `- ${round === 0 ? "Before the first round" : `Round ${round}`}: ${text.replace(/\s*\n\s*/g, " ")}`)
        .join("\n"),
  }),
};

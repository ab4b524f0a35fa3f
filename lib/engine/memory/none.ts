import type { MemoryKind } from "./contract";

/** Nothing is remembered in prompts; what agents are told is still recorded. */
export const none: MemoryKind<"none"> = { kind: "none", open: () => ({ latest: 0, recall: () => "" }) };

import type { Memory as MemorySettings } from "@/lib/domain/scenario";
import type { MemoryKind } from "./contract";

/** Nothing is remembered in prompts; what agents are told is still recorded. */
export const none = <Kind extends MemorySettings["kind"]>(kind: Kind): MemoryKind<Kind> => ({ kind, open: () => ({ latest: 0, recall: () => "" }) });

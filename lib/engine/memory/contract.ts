import type { Memory as MemorySettings } from "@/lib/domain/scenario";
import type { Memory } from "../run/contract";

/** What one agent type's memory wants of the store, and how it reads in a prompt. */
export type AgentMemory = {
  /** How many of the latest memories a prompt needs; 0 for none. */
  readonly latest: number;
  /** The lines of the prompt, oldest first; empty when there is nothing to remember. */
  readonly recall: (memories: readonly Memory[]) => string;
};

/** One kind of memory. Adding one: a file with a `MemoryKind`, and its line in `memory/index.ts`. */
export type MemoryKind<Kind extends MemorySettings["kind"] = MemorySettings["kind"]> = {
  readonly kind: Kind;
  readonly open: (settings: Extract<MemorySettings, { kind: Kind }>) => AgentMemory;
};

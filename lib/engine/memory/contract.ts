import type { Expression, Memory as MemorySettings } from "@/lib/domain/scenario";
import type { Embedding, MemoryExtent, Memory } from "../base/memory";

/** When and about what an agent remembers. */
export type MemoryContext = {
  readonly round: number;
  /** The embedding of what is asked; null when the memory needs none. */
  readonly query: Embedding | null;
};

/** The memory of one agent type. */
export type AgentMemory = {
  readonly extent: MemoryExtent;
  /**
   * What a prompt shows, most needed first: when it does not fit, the last are dropped. `memories`:
   * as many as `extent` says, oldest first.
   */
  readonly select: (memories: readonly Memory[], context: MemoryContext) => readonly Memory[];
  /**
   * How important is what these agents are told, where the effect does not say: an expression of
   * the agent, or rated in the answer.
   */
  readonly importance: Expression | "model";
  /** When these agents draw conclusions, and how many at most; undefined when they never do. */
  readonly reflection: { readonly threshold: number; readonly insights: number } | undefined;
};

/**
 * One kind of memory. Adding one: a file with a `MemoryKind`, and its line in `memory/index.ts`.
 */
export type MemoryKind<Kind extends MemorySettings["kind"] = MemorySettings["kind"]> = {
  readonly kind: Kind;
  readonly open: (settings: Extract<MemorySettings, { kind: Kind }>) => AgentMemory;
};

/** Importance where nothing says otherwise. */
export const DEFAULT_IMPORTANCE = 0.5;

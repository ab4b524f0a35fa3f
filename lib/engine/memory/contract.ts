import type { Expression, MemorySettings as MemorySettings } from "@/lib/domain/scenario";
import type { Embedding, MemoryExtent, Memory } from "../base/memory";

/** Round and query for which an agent recalls memories. */
export type MemoryContext = {
  readonly round: number;
  /** Embedding of the query; null if the memory needs none. */
  readonly query: Embedding | null;
};

/** The memory of one agent type. */
export type AgentMemory = {
  readonly extent: MemoryExtent;
  /**
   * Selects the memories for a prompt, most needed first: if they exceed the budget, the last are
   * dropped. `memories`: as many as `extent` requests, oldest first.
   */
  readonly select: (memories: readonly Memory[], context: MemoryContext) => readonly Memory[];
  /**
   * Importance of messages whose effect does not set it: an expression of the agent, or a rating in
   * the answer.
   */
  readonly importance: Expression | "model";
  /** Threshold and maximum number of insights; undefined if these agents never reflect. */
  readonly reflection: { readonly threshold: number; readonly insights: number } | undefined;
};

/**
 * One kind of memory. To add one, write a file with a `MemoryKind` and register it in
 * `memory/index.ts`.
 */
export type MemoryKind<Kind extends MemorySettings["kind"] = MemorySettings["kind"]> = {
  readonly kind: Kind;
  readonly open: (settings: Extract<MemorySettings, { kind: Kind }>) => AgentMemory;
};

/** Importance if neither effect, rating nor settings determine it. */
export const DEFAULT_IMPORTANCE = 0.5;

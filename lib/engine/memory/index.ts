import type { Memory as MemorySettings } from "@/lib/domain/scenario";
import type { AgentMemory, MemoryKind } from "./contract";
import { none } from "./none";
import { short } from "./short";

export type { AgentMemory } from "./contract";

/** The one registration of each kind of memory. */
const KINDS: { readonly [Kind in MemorySettings["kind"]]?: MemoryKind<Kind> } = { none, short };

/** The memory of one agent type; undefined when its kind is not yet supported. */
export function openMemory(settings: MemorySettings): AgentMemory | undefined {
  const kind = KINDS[settings.kind] as MemoryKind | undefined;
  return kind?.open(settings);
}

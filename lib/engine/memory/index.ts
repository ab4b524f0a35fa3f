import type { Memory as MemorySettings } from "@/lib/domain/scenario";
import type { AgentMemory, MemoryKind } from "./contract";
import { long } from "./long";
import { none } from "./none";
import { reflection } from "./reflection";
import { short } from "./short";

export type { AgentMemory, Memory } from "./contract";

/** The one registration of each kind of memory. */
const KINDS: { readonly [Kind in MemorySettings["kind"]]: MemoryKind<Kind> } = { none, short, long, reflection };

/** The memory of one agent type. */
export function openMemory(settings: MemorySettings): AgentMemory {
  // The kind says which of the settings these are, which a lookup by it cannot tell the compiler.
  const kind: MemoryKind = KINDS[settings.kind] as MemoryKind;
  return kind.open(settings as never);
}

/** Whether memories of agents with these settings are judged by embeddings. */
export const needsEmbeddings = (settings: MemorySettings): boolean => openMemory(settings).extent.embeddings;

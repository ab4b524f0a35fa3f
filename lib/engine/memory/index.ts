import type { Memory as MemorySettings } from "@/lib/domain/scenario";
import type { AgentMemory, Memory, MemoryKind } from "./contract";
import { memoryLine } from "./lines";
import { long } from "./long";
import { none } from "./none";
import { reflection } from "./reflection";
import { short } from "./short";

export type { AgentMemory, Memory } from "./contract";

/** The one registration of each kind of memory. */
const KINDS: { readonly [Kind in MemorySettings["kind"]]: MemoryKind<Kind> } = { none, short, long, reflection };

/** The memory of one agent type. */
export function openMemory(settings: MemorySettings): AgentMemory & Recalling {
  // The kind says which of the settings these are, which a lookup by it cannot tell the compiler.
  const kind: MemoryKind = KINDS[settings.kind] as MemoryKind;
  const memory = kind.open(settings as never);
  const latest = memory.extent.latest === "all" ? 0 : memory.extent.latest;
  return { ...memory, latest, recall: (memories) => (latest === 0 ? [] : memories.slice(-latest)).map((one) => `- ${memoryLine(one)}`).join("\n") };
}

/** What prompts are written with. */
type Recalling = { readonly latest: number; readonly recall: (memories: readonly Pick<Memory, "round" | "text">[]) => string };

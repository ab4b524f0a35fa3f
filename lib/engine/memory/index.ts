import type { ResolvedInputs } from "@/lib/domain/answers";
import type { Memory as MemorySettings, Scenario } from "@/lib/domain/scenario";
import type { AgentMemory, MemoryKind } from "./contract";
import { long } from "./long";
import { none } from "./none";
import { RATING, RATING_NAME } from "./rating";
import { reflectionInputs } from "./reflection-answers";
import { reflection } from "./reflection";
import { short } from "./short";

export type { Memory } from "../base/memory";
export type { AgentMemory } from "./contract";

/** The one registration of each kind of memory. */
const KINDS: { readonly [Kind in MemorySettings["kind"]]: MemoryKind<Kind> } = {
  none,
  short,
  long,
  reflection,
};

/** The memory of one agent type. */
export function openMemory(settings: MemorySettings): AgentMemory {
  // The kind says which of the settings these are, which a lookup by it cannot tell the compiler.
  const kind: MemoryKind = KINDS[settings.kind] as MemoryKind;
  return kind.open(settings as never);
}

/**
 * The answers that memory adds to those a scenario asks for: ratings of importance, and conclusions
 * with what they rest on.
 */
export function memoryAnswers({ agents }: Pick<Scenario, "agents">): readonly ResolvedInputs[] {
  return Object.values(agents).flatMap(({ memory }) => {
    const { importance, reflection: reflects } = openMemory(memory);
    return [
      ...(importance === "model" ? [{ [RATING_NAME]: RATING }] : []),
      ...(reflects ? [reflectionInputs(reflects.insights, 0)] : []),
    ];
  });
}

/** Whether memories of agents with these settings are judged by embeddings. */
export const needsEmbeddings = (settings: MemorySettings): boolean =>
  openMemory(settings).extent.embeddings;

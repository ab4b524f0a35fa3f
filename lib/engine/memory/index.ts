import type { ResolvedInputs } from "@/lib/domain/answers";
import type { MemorySettings as MemorySettings, Scenario } from "@/lib/domain/scenario";
import type { AgentMemory, MemoryKind } from "./contract";
import { longMemory } from "./long";
import { noMemory } from "./none";
import { IMPORTANCE_RATING, RATING_NAME } from "./rating";
import { reflectionInputs } from "./reflection-answers";
import { reflectiveMemory } from "./reflection";
import { shortMemory } from "./short";

export type { Memory } from "../base/memory";
export type { AgentMemory } from "./contract";

/** Registry of memory kinds. */
const KINDS: { readonly [Kind in MemorySettings["kind"]]: MemoryKind<Kind> } = {
  none: noMemory,
  short: shortMemory,
  long: longMemory,
  reflection: reflectiveMemory,
};

/** Creates the memory of one agent type. */
export function openMemory(settings: MemorySettings): AgentMemory {
  // `kind` identifies the union member; TypeScript cannot infer that from a lookup by kind.
  const kind: MemoryKind = KINDS[settings.kind] as MemoryKind;
  return kind.open(settings as never);
}

/**
 * The inputs that memory adds to those of a scenario: importance ratings, and insights with the
 * memories they cite.
 */
export function memoryAnswers({ agents }: Pick<Scenario, "agents">): readonly ResolvedInputs[] {
  return Object.values(agents).flatMap(({ memory }) => {
    const { importance, reflection: reflects } = openMemory(memory);
    return [
      ...(importance === "model" ? [{ [RATING_NAME]: IMPORTANCE_RATING }] : []),
      ...(reflects ? [reflectionInputs(reflects.insights, 0)] : []),
    ];
  });
}

/** Whether memories with these settings are retrieved by embeddings. */
export const needsEmbeddings = (settings: MemorySettings): boolean =>
  openMemory(settings).extent.embeddings;

import type { MemoryEntry } from "../base/contract";
import { GATHERED } from "../world/definition";
import type { World } from "../world/world";

/** Adds the importance of what agents were told to what they have not yet drawn conclusions from. */
export function gatherImportance(world: World, memories: readonly MemoryEntry[]): void {
  for (const { agentType, agent, kind, importance } of memories) {
    if (kind === "insight" || !world.definition(agentType).fields.includes(GATHERED)) continue;
    const row = world.get(agentType, agent);
    if (row) world.set(agentType, row, GATHERED, gatheredBy(row) + importance);
  }
}

/** What an agent has gathered since its last reflection. */
export const gatheredBy = (row: { readonly [field: string]: unknown }): number =>
  Number(row[GATHERED] ?? 0);

import type { MemoryEntry } from "../base/contract";
import { UNREFLECTED_IMPORTANCE } from "../world/definition";
import type { World } from "../world/world";

/**
 * Adds the importance of what agents were told to what they have not yet drawn conclusions from.
 */
export function accumulateImportance(world: World, memories: readonly MemoryEntry[]): void {
  for (const { agentType, agent, kind, importance } of memories) {
    if (kind === "insight" || !world.definition(agentType).fields.includes(UNREFLECTED_IMPORTANCE))
      continue;
    const row = world.get(agentType, agent);
    if (row)
      world.set(agentType, row, UNREFLECTED_IMPORTANCE, unreflectedImportance(row) + importance);
  }
}

/** What an agent has gathered since its last reflection. */
export const unreflectedImportance = (row: { readonly [field: string]: unknown }): number =>
  Number(row[UNREFLECTED_IMPORTANCE] ?? 0);

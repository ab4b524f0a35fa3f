import type { MemoryEntry } from "../base/contract";
import { UNREFLECTED_IMPORTANCE } from "../world/definition";
import type { World } from "../world/world";

/** Adds the importance of new messages to each recipient's importance since its last reflection. */
export function accumulateImportance(world: World, memories: readonly MemoryEntry[]): void {
  for (const { agentType, agent, kind, importance } of memories) {
    if (kind === "insight" || !world.definition(agentType).fields.includes(UNREFLECTED_IMPORTANCE))
      continue;
    const row = world.get(agentType, agent);
    if (row)
      world.set(agentType, row, UNREFLECTED_IMPORTANCE, unreflectedImportance(row) + importance);
  }
}

/** Importance accumulated since an agent's last reflection. */
export const unreflectedImportance = (row: { readonly [field: string]: unknown }): number =>
  Number(row[UNREFLECTED_IMPORTANCE] ?? 0);

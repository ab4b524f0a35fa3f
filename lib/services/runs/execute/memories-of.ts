import type { Asking, DecisionSlot, Memory } from "@/lib/engine";
import type { RunLedger } from "../ports";

/** Agents whose memories one query loads. */
const BATCH = 5_000;

/** Whose memories they are, in what `memoriesOf` gives. */
export const memoryKey = ({ agentType, agent }: Pick<DecisionSlot, "agentType" | "agent">): string => `${agentType}/${agent}`;

/** The memories that the prompts of these decisions show, as of a version of a run. */
export async function memoriesOf(
  ledger: Pick<RunLedger, "memories">, { key, version }: { readonly key: number; readonly version: number }, asking: Pick<Asking, "memoryNeeds">, slots: readonly DecisionSlot[],
): Promise<Map<string, Memory[]>> {
  const found = new Map<string, Memory[]>();
  for (const need of asking.memoryNeeds(slots)) {
    const { agentType } = need;
    for (let start = 0; start < need.agents.length; start += BATCH) {
      const agents = need.agents.slice(start, start + BATCH);
      const batch = await ledger.memories(key, version, { ...need, agents });
      for (const [agent, memories] of batch) found.set(memoryKey({ agentType, agent }), memories);
    }
  }
  return found;
}

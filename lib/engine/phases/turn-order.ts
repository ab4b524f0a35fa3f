import { ordinalOfRowId } from "@/lib/domain/scenario";
import type { Draws, Row } from "../base/row";
import type { PhaseState } from "./cursor";
import type { StepContexts } from "../population/step-contexts";
import type { StageEnd } from "./contract";

/** Order in which agents decide one after the other. */
export type TurnOrder = {
  /** Agents whose turn is still to come, in order. */
  remaining(contexts: StepContexts, state: PhaseState | null): readonly Row[];
  /**
   * State from which the next stage computes the remaining agents; call it before the decisions are
   * applied.
   */
  after(
    agent: Row,
    contexts: StepContexts,
    state: PhaseState | null,
  ): NonNullable<StageEnd["next"]>;
};

/**
 * Compiles turns in ascending order of a key. Each agent's key is independent of the others, so
 * that deleting one agent does not reorder the rest; agents created during the phase are excluded.
 */
export function compileTurnOrder(
  agentType: string,
  keyOf: (agent: Pick<Row, "id">, draws: Draws) => number,
): TurnOrder {
  const ordered = (
    contexts: StepContexts,
    before: number,
  ): readonly { readonly agent: Row; readonly key: number }[] =>
    contexts.world
      .rows(agentType)
      .filter(({ id }) => ordinalOfRowId(id) < before)
      .map((agent) => ({ agent, key: keyOf(agent, contexts.draws) }))
      .sort(
        (left, right) =>
          left.key - right.key || ordinalOfRowId(left.agent.id) - ordinalOfRowId(right.agent.id),
      );
  const limitOf = (contexts: StepContexts, state: PhaseState | null): number =>
    typeof state?.["before"] === "number"
      ? state["before"]
      : ordinalOfRowId(contexts.world.nextId(agentType));

  return {
    remaining(contexts, state) {
      const all = ordered(contexts, limitOf(contexts, state));
      const after = state?.["after"];
      if (typeof after !== "string") return all.map(({ agent }) => agent);
      const key = keyOf({ id: after }, contexts.draws);
      return all
        .filter(
          (turn) =>
            turn.key > key ||
            (turn.key === key && ordinalOfRowId(turn.agent.id) > ordinalOfRowId(after)),
        )
        .map(({ agent }) => agent);
    },
    after(agent, contexts, state) {
      const before = limitOf(contexts, state);
      const all = ordered(contexts, before);
      const key = keyOf(agent, contexts.draws);
      const behind = all.filter((turn) => turn.key <= key).length;
      return {
        state: { after: agent.id, before },
        done: all.length === 0 ? 1 : behind / all.length,
      };
    },
  };
}

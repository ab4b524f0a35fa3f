import { ordinalOfRowId } from "@/lib/domain/scenario";
import type { Draws, Row } from "../base/row";
import type { PhaseState } from "./cursor";
import type { StepContexts } from "../population/step-contexts";
import type { StageEnd } from "./contract";

/** Who decides in which order, one after the other. */
export type TurnOrder = {
  /** The agents whose turn is still to come, in order. */
  remaining(contexts: StepContexts, state: PhaseState | null): readonly Row[];
  /**
   * The state with which the next stage finds out who is left after this agent; on the world before
   * its decisions.
   */
  after(
    agent: Row,
    contexts: StepContexts,
    state: PhaseState | null,
  ): NonNullable<StageEnd["next"]>;
};

/**
 * Turns in order of a key, the lowest first. Each agent's key is its own, so that the order of the
 * others stays as it is when one of them goes; agents that came after the phase began wait for the
 * next time.
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

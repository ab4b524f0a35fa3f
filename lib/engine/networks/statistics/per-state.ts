import type { NetworkState } from "../../base/row";
import { type Spend, type Structure, structureOf } from "./structure";

/** Computes a statistic of a structure; announces its steps as it goes. */
export type Compute<Value> = (structure: Structure, spend: Spend) => Value;

/**
 * Returns the statistic of a state of a network. `budget` stands for the context of evaluation.
 */
export type Statistic<Value> = (state: NetworkState, budget: object, spend: Spend) => Value;

/**
 * Computes a statistic once for each state of a network. Every context is charged for it once for
 * each state, whether it was computed before or not: what is still known depends on the process,
 * and the outcome of a run must not.
 */
export function perState<Value>(compute: Compute<Value>): Statistic<Value> {
  const results = new WeakMap<NetworkState, { readonly value: Value; readonly steps: number }>();
  const charged = new WeakMap<object, WeakSet<NetworkState>>();
  return (state, budget, spend) => {
    const states = charged.get(budget) ?? new WeakSet();
    let result = results.get(state);
    if (result === undefined) {
      let steps = 0;
      const counted: Spend = (more) => {
        spend(more);
        steps += more;
      };
      counted(state.rows.length + state.ties.length);
      const value = compute(structureOf(state), counted);
      result = { value, steps };
      results.set(state, result);
    } else if (!states.has(state)) spend(result.steps);
    states.add(state);
    charged.set(budget, states);
    return result.value;
  };
}

import { effects, type Effect } from "../scenario/effect";
import { detailKeeper, problemsOf } from "../scenario/issues";
import type { ScenarioProblem } from "../scenario/problem";

/** The form of a list of effects, checked as within a scenario. Pointers begin at the list. Never throws. */
export function parseEffects(json: unknown): { readonly ok: true; readonly effects: Effect[] } | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } {
  const keeper = detailKeeper();
  const result = effects.safeParse(json, { error: keeper.error });
  return result.success ? { ok: true, effects: result.data } : { ok: false, problems: problemsOf(result.error.issues, json, keeper.detail) };
}

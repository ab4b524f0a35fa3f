import { AppError, type Problem } from "@/lib/contracts/errors";
import type { Effect, Scenario } from "@/lib/domain/scenario";
import { checkLiveEffects } from "@/lib/engine";
import { isTooDeep } from "../scenarios/is-too-deep";
import { findUnstorableTexts } from "../scenarios/find-unstorable-texts";

/**
 * Checks the effects of an intervention against the scenario: their form, names, types, expressions
 * and templates.
 * @param at JSON pointer to the intervention in the request
 * @throws AppError invalid, with pointers that start with `at`
 */
export function checkEffects(scenario: Scenario, effects: unknown, at = ""): readonly Effect[] {
  const refused = (problems: readonly Problem[]): AppError =>
    new AppError(
      "invalid",
      "The intervention does not fit the scenario.",
      problems.map((problem) => ({ ...problem, pointer: at + problem.pointer })),
    );
  if (isTooDeep(effects))
    throw refused([{ pointer: "/effects", message: "the effects are nested too deeply" }]);
  const unstorable = findUnstorableTexts({ effects });
  if (unstorable.length > 0) throw refused(unstorable);
  const checked = checkLiveEffects(scenario, effects);
  if (!checked.ok) throw refused(checked.problems);
  return checked.effects;
}

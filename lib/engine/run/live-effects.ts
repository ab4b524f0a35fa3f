import {
  type Effect,
  effects,
  parsePart,
  type Scenario,
  type ScenarioProblem,
} from "@/lib/domain/scenario";
import { listProblems } from "../kit/list-problems";
import { type ApplyEffect, compileEffects } from "../effects";
import { Compiler } from "../kit/compiler";
import { environmentNames } from "../kit/names";
import { compileRowOperations } from "../population/row-operations";

/** Where the effects of a live intervention stand in what is sent: problems point there. */
const POINTER = "/effects";

/**
 * The effects of an intervention that the scenario itself does not hold, and what is wrong with
 * them.
 */
export function compileLiveEffects(
  scenario: Scenario,
  given: readonly Effect[],
): { readonly problems: readonly ScenarioProblem[]; readonly act: ApplyEffect } {
  const compiler = new Compiler(scenario);
  const act = compileEffects(
    given,
    { pointer: POINTER, names: environmentNames(scenario) },
    compiler,
    compileRowOperations(compiler),
  );
  // What is wrong with the scenario itself was found when the study began.
  const own = compiler.problems.filter(
    ({ pointer }) => pointer === POINTER || pointer.startsWith(`${POINTER}/`),
  );
  return { problems: listProblems({ effects: given }, own), act };
}

export type CheckedEffects =
  | { readonly ok: true; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * Checks the effects of a live intervention against a scenario: each problem with its pointer, from
 * `/effects` on. Never throws.
 */
export function checkLiveEffects(scenario: Scenario, candidate: unknown): CheckedEffects {
  const parsed = parsePart(effects, candidate);
  if (!parsed.ok)
    return {
      ok: false,
      problems: parsed.problems.map((problem) => ({
        ...problem,
        pointer: POINTER + problem.pointer,
      })),
    };
  if (parsed.value.length === 0)
    return {
      ok: false,
      problems: [
        {
          pointer: POINTER,
          message: "An intervention changes something: add at least one effect.",
        },
      ],
    };
  const { problems } = compileLiveEffects(scenario, parsed.value);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, effects: parsed.value };
}

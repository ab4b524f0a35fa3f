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

/** Pointer of the effects in a request for a live intervention; problems refer to it. */
const POINTER = "/effects";

/**
 * Compiles the effects of an intervention that is not part of the scenario, and lists their
 * problems.
 */
export function compileLiveEffects(
  scenario: Scenario,
  given: readonly Effect[],
): { readonly problems: readonly ScenarioProblem[]; readonly act: ApplyEffect } {
  const compiler = new Compiler(scenario);
  const act = compileEffects(given, {
    location: { pointer: POINTER, names: environmentNames(scenario) },
    compiler,
    rows: compileRowOperations(compiler),
  });
  // Problems of the scenario itself were reported when the study began.
  const own = [...compiler.problems, ...compiler.deprecations].filter(
    ({ pointer }) => pointer === POINTER || pointer.startsWith(`${POINTER}/`),
  );
  return { problems: listProblems({ effects: given }, own), act };
}

export type CheckedEffects =
  | { readonly ok: true; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * Checks the effects of a live intervention against a scenario and returns each problem with its
 * pointer from `/effects` on. Never throws.
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

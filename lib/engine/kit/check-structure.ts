import { REFLECTION } from "@/lib/domain/decision";
import { findParameterProblem, toJsonPointer } from "@/lib/domain/scenario";
import type { Compiler } from "./compiler";
import { checkBounds, checkFieldName, checkVariableName } from "./declaration-checks";

/** Checks the rules that need no compilation: declarations and conflicting names. */
export function checkStructure(compiler: Compiler): void {
  if (Object.keys(compiler.scenario.agents).length === 0)
    compiler.reportProblem("/agents", "A scenario has at least one type of agent.");
  checkParameters(compiler);
  checkTableNames(compiler);
  checkSteps(compiler);
}

function checkParameters(compiler: Compiler): void {
  for (const [name, parameter] of Object.entries(compiler.scenario.parameters)) {
    const at = (...path: readonly string[]): string => toJsonPointer(["parameters", name, ...path]);
    checkFieldName(name, at(), compiler);
    if ("min" in parameter) checkBounds(parameter, { pointer: at(), names: {} }, compiler);
    const problem = findParameterProblem(parameter, parameter.default);
    if (problem !== undefined)
      compiler.reportProblem(
        at("default"),
        `This default is not possible: ${problem.message}.`,
        problem.suggestion,
      );
  }
}

/**
 * Checks that agent types, tables, networks, the world and conversations (whose turns are a table)
 * have distinct names.
 */
function checkTableNames(compiler: Compiler): void {
  const { agents, tables, networks, conversations } = compiler.scenario;
  const seen = new Map<string, string>();
  for (const [section, declared] of Object.entries({ agents, tables, networks, conversations })) {
    for (const name of Object.keys(declared)) {
      const pointer = toJsonPointer([section, name]);
      checkVariableName(name, pointer, compiler);
      const before = seen.get(name);
      if (before !== undefined)
        compiler.reportProblem(pointer, `\`${name}\` is already the name of one of the ${before}.`);
      seen.set(name, section);
    }
  }
}

/** The keys of steps that are not phases. */
const OTHER_STEPS = ["setup", "interventions", REFLECTION, "live"];

function checkSteps(compiler: Compiler): void {
  const { phases, interventions } = compiler.scenario;
  const steps = new Set<string>(OTHER_STEPS);
  phases.forEach(({ id }, index) => {
    if (steps.has(id))
      compiler.reportProblem(
        toJsonPointer(["phases", index, "id"]),
        `Another step of the round is already called \`${id}\`.`,
      );
    steps.add(id);
  });
  const ids = new Set<string>();
  interventions.forEach(({ id }, index) => {
    if (ids.has(id))
      compiler.reportProblem(
        toJsonPointer(["interventions", index, "id"]),
        `Another intervention is already called \`${id}\`.`,
      );
    ids.add(id);
  });
}

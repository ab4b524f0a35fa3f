import type { Scenario } from "@/lib/domain/scenario";
import { checkScenario, schemaOf, unsupportedParts } from "../check";
import type { Names } from "../expressions/contract";
import { type CompiledMeasure, compileMeasures } from "../measures/measures";
import { openMemory } from "../memory";
import { type CompiledPhase, compileInterventions, compilePhase, compileTasks } from "../phases";
import { compileDescriptions } from "../prompts/describe-rows";
import type { Persona } from "../prompts/prompt";
import { rowOf } from "../types";
import { type TableDefinition, tableDefinitions } from "../world/definition";
import { Compiler, type Evaluate, type Place, type Render } from "./compiler";
import { ScenarioError } from "./errors";
import { environmentNames, parameterNames } from "./names";
import { compileRows, type Rows } from "./rows";
import { compileSetup, type Setup } from "./setup";
import type { StepMoments } from "./step-moments";
import { compileViews, NO_VIEWS, type Views } from "./views";
import { mayReadOf } from "./visibility";

/** A phase, or the interventions of a round, with the condition under which it happens. */
export type CompiledStep = CompiledPhase & { readonly happens: (moments: StepMoments) => boolean };

/** A scenario with everything that can be worked out before a run. Serves any number of runs. */
export type CompiledScenario = {
  readonly scenario: Scenario;
  /** Only for the engine. */
  readonly definitions: readonly TableDefinition[];
  readonly rounds: Evaluate<number>;
  readonly instructions: Render;
  readonly setup: Setup;
  readonly rows: Rows;
  readonly measures: readonly CompiledMeasure[];
  persona(agentType: string): Persona & { readonly group: string };
  viewsOf(agentType: string): Views;
  phase(key: string): CompiledStep;
};

/** Compiles a scenario. Throws `ScenarioError` with every problem when it is not sound or uses what is not yet supported. */
export function compileScenario(scenario: Scenario): CompiledScenario {
  const found = [...checkScenario(scenario), ...unsupportedParts(scenario)];
  if (found.length > 0) throw new ScenarioError(found);
  const definitions = tableDefinitions(scenario);
  const compiler = new Compiler(scenario, schemaOf(scenario), definitions, mayReadOf(scenario));
  const compiled = compileParts(scenario, compiler, definitions);
  // The check has seen all of this; a problem found only here is still better told than met in a run.
  if (compiler.problems.length > 0) throw new ScenarioError(compiler.problems);
  return compiled;
}

function compileParts(scenario: Scenario, compiler: Compiler, definitions: readonly TableDefinition[]): CompiledScenario {
  const environment = environmentNames(scenario);
  const root: Place = { pointer: "", names: environment };
  const at = (...path: readonly (string | number)[]): Place => ({ ...root, pointer: `/${path.join("/")}` });

  const views = new Map<string, Views>();
  const viewsOf = (type: string): Views => views.get(type) ?? NO_VIEWS;
  for (const type of Object.keys(scenario.agents)) views.set(type, compileViews(scenario.views, { ...environment, self: rowOf(type) }, compiler.schema));
  const agentNames = (type: string): Names => ({ ...environment, self: rowOf(type), view: viewsOf(type).type });

  const describe = compileDescriptions(scenario, root, compiler);
  const rows = compileRows(scenario, compiler);
  const parts = { compiler, rows, tasks: compileTasks(scenario, { compiler, rows, describe }), agentNames };

  const phases = new Map<string, CompiledStep>();
  phases.set("interventions", { ...compileInterventions(scenario.interventions, at("interventions"), parts), happens: () => true });
  for (const [position, phase] of scenario.phases.entries()) {
    const holds = phase.if === undefined ? undefined : compiler.truth(phase.if, at("phases", position, "if"));
    const happens = (moments: StepMoments): boolean => holds === undefined || holds(moments.environment());
    phases.set(phase.id, { ...compilePhase(phase, at("phases", position), parts), happens });
  }
  return {
    scenario,
    definitions,
    rounds: compiler.number(scenario.rounds, { pointer: "/rounds", names: parameterNames(scenario) }),
    instructions: compiler.text(scenario.instructions, at("instructions"), "public"),
    setup: compileSetup(scenario, compiler, rows),
    rows,
    measures: compileMeasures(scenario.measures, at("measures"), compiler),
    persona: known("agent type", compilePersonas(scenario, agentNames, compiler)),
    viewsOf,
    phase: known("phase", phases),
  };
}

function compilePersonas(scenario: Scenario, agentNames: (type: string) => Names, compiler: Compiler): Map<string, Persona & { group: string }> {
  const personas = new Map<string, Persona & { group: string }>();
  for (const [type, { profile, memory, model }] of Object.entries(scenario.agents)) {
    const opened = openMemory(memory);
    if (!opened) compiler.problem(`/agents/${type}/memory`, `Memory of kind “${memory.kind}” is not yet supported.`);
    const place: Place = { pointer: `/agents/${type}/profile`, names: agentNames(type) };
    personas.set(type, { profile: compiler.text(profile, place, "self"), memory: opened ?? { latest: 0, recall: () => "" }, group: model });
  }
  return personas;
}

const known =
  <Part>(what: string, parts: ReadonlyMap<string, Part>) =>
  (name: string): Part => {
    const part = parts.get(name);
    if (!part) throw new RangeError(`There is no ${what} “${name}”.`);
    return part;
  };

import { REFLECTION } from "@/lib/domain/decision";
import { toJsonPointer, type Scenario, type ScenarioProblem } from "@/lib/domain/scenario";
import { listProblems } from "../kit/list-problems";
import { checkDefinitions, warnOfUnusedDefinitions } from "../kit/check-definitions";
import { checkProcedures } from "../effects/check-procedures";
import { checkStructure } from "../kit/check-structure";
import { type RoundDecisions, compileRoundDecisions } from "../measures/round-decisions";
import { type CompiledMeasure, compileMeasures } from "../measures/measures";
import { openMemory } from "../memory";
import { compileImportance, type ImportanceFunction } from "../memory/importance";
import {
  checkUnusedConversations,
  type CompiledPhase,
  compileInterventions,
  compilePhase,
  compileReflection,
  compileTasks,
  IDLE_PHASE,
  planNothing,
  type PlannedDecision,
} from "../phases";
import { compileDescriptions } from "../prompts/describe-rows";
import type { Persona } from "../prompts/prompt";
import type { TableDefinition } from "../world/definition";
import {
  Compiler,
  type Evaluate,
  type Revelation,
  type SourceLocation,
  type RenderTemplate,
  withNames,
} from "../kit/compiler";
import { ScenarioError } from "../base/errors";
import { warnIfNever } from "../kit/warn-if-never";
import { environmentNames, parameterNames } from "../kit/names";
import { compileRowOperations, type RowOperations } from "../population/row-operations";
import { compileSetup, type Setup } from "./setup";
import type { StepContexts } from "../population/step-contexts";
import { AgentViews, type ViewAccess } from "../kit/agent-views";
import { compileWrittenAttributes } from "./written-attributes";

type CompiledPersona = Persona & { readonly importance: ImportanceFunction };

const NO_PERSONA: Persona = { profile: () => "", memory: openMemory({ kind: "none" }) };

/** A phase, or the interventions of a round, with its condition. */
export type CompiledStep = CompiledPhase & {
  readonly happens: (contexts: StepContexts) => boolean;
};

/** A compiled scenario, reusable for any number of runs. */
export type CompiledScenario = {
  readonly scenario: Scenario;
  /** For internal use. */
  readonly definitions: readonly TableDefinition[];
  readonly rounds: Evaluate<number>;
  readonly instructions: RenderTemplate;
  /** The setup as a phase: rows and ties, then texts written by the model. */
  readonly setup: CompiledPhase;
  readonly rows: RowOperations;
  /** The decisions of the round that measures read. */
  readonly decisions: RoundDecisions;
  readonly measures: readonly CompiledMeasure[];
  persona(agentType: string): Persona;
  /** Persona of a decision: that of the agent's type, or an empty one. */
  personaFor(planned: PlannedDecision): Persona;
  importanceOf(agentType: string): ImportanceFunction;
  viewsOf(agentType: string): ViewAccess;
  phase(key: string): CompiledStep;
};

/** What is to say about a scenario before it runs. */
export type ScenarioInspection = {
  /** Must be fixed. */
  readonly problems: readonly ScenarioProblem[];
  /**
   * Leaks of private attributes and comparisons without an order: must be fixed in new documents,
   * and keep working in those that are stored already.
   */
  readonly deprecations: readonly ScenarioProblem[];
  /** Valid, but probably not meant. */
  readonly warnings: readonly ScenarioProblem[];
  /** Where private attributes are made public on purpose. */
  readonly revelations: readonly Revelation[];
};

/** Problems of a scenario, and the compiled scenario, which is valid only without problems. */
export type ScenarioAnalysis = ScenarioInspection & {
  /** Problems and deprecations together: why a new document is refused. */
  readonly refusals: readonly ScenarioProblem[];
  readonly compiled: CompiledScenario;
};

/**
 * Checks and compiles a scenario. Never throws; if problems exist, the compiled scenario must not
 * be used.
 */
function analyzeScenario(scenario: Scenario): ScenarioAnalysis {
  const compiler = new Compiler(scenario);
  checkStructure(compiler);
  checkDefinitions(compiler);
  const compiled = compileParts(compiler);
  warnOfUnusedDefinitions(compiler);
  const { problems, deprecations, warnings, revelations } = compiler;
  return {
    compiled,
    refusals: listProblems(scenario, [...problems, ...deprecations]),
    problems: listProblems(scenario, problems),
    deprecations: listProblems(scenario, deprecations),
    warnings: listProblems(scenario, warnings),
    revelations: uniqueRevelations(revelations),
  };
}

/**
 * Checks names, types and visibility in every expression and template. Returns up to 200 problems
 * with their JSON pointers in the order of the document; empty if the scenario is valid.
 */
export const checkScenario = (scenario: Scenario): readonly ScenarioProblem[] =>
  analyzeScenario(scenario).refusals;

/** Checks a scenario, and keeps apart what stored documents may say, warnings and revelations. */
export function inspectScenario(scenario: Scenario): ScenarioInspection {
  const { problems, deprecations, warnings, revelations } = analyzeScenario(scenario);
  return { problems, deprecations, warnings, revelations };
}

/**
 * The same place is compiled once for each agent type that uses it, and a definition for each of
 * its calls, with what each of them reveals.
 */
function uniqueRevelations(revelations: readonly Revelation[]): readonly Revelation[] {
  const unique = new Map<string, Revelation>();
  for (const revelation of revelations) {
    const key = JSON.stringify([revelation.pointer, revelation.position]);
    const attributes = [...(unique.get(key)?.attributes ?? []), ...revelation.attributes];
    unique.set(key, { ...revelation, attributes: [...new Set(attributes)] });
  }
  return [...unique.values()];
}

/**
 * Compiles a scenario. Accepts what `checkScenario` refuses in new documents only, so that stored
 * ones can always be run, resumed and replayed.
 * @throws ScenarioError with every problem if it is invalid
 */
export function compileScenario(scenario: Scenario): CompiledScenario {
  const { problems, compiled } = analyzeScenario(scenario);
  if (problems.length > 0) throw new ScenarioError(problems);
  return compiled;
}

function compileParts(compiler: Compiler): CompiledScenario {
  const { scenario, definitions } = compiler;
  const environment = environmentNames(scenario);
  const at = (...path: readonly (string | number)[]): SourceLocation => ({
    pointer: toJsonPointer(path),
    names: environment,
  });

  const rows = compileRowOperations(compiler);
  checkProcedures(compiler, rows);
  const views = new AgentViews(compiler);
  const agentNames = (agentType: string) => views.agentNames(agentType);
  const describe = compileDescriptions(compiler);
  const tasks = compileTasks({ compiler, rows, describe });
  const parts = { compiler, rows, tasks, describe, agentNames };

  const personas = compilePersonas(views, compiler);
  const phases = new Map<string, CompiledStep>();
  phases.set("interventions", {
    ...compileInterventions(scenario.interventions, at("interventions"), parts),
    happens: () => true,
  });
  for (const [position, phase] of scenario.phases.entries()) {
    const holds =
      phase.if === undefined
        ? undefined
        : compiler.compileCondition(phase.if, at("phases", position, "if"));
    if (phase.if !== undefined)
      warnIfNever(phase.if, at("phases", position, "if"), {
        what: `The phase \`${phase.id}\``,
        compiler,
      });
    const happens = (contexts: StepContexts): boolean =>
      holds === undefined || holds(contexts.environment());
    phases.set(phase.id, { ...compilePhase(phase, at("phases", position), parts), happens });
  }
  const memories = new Map([...personas].map(([name, { memory }]) => [name, memory]));
  phases.set(REFLECTION, { ...compileReflection(memories), happens: () => true });
  const persona = lookup("agent type", personas);
  checkUnusedConversations(parts);
  // Must run after everything that uses views.
  views.check();
  tasks.checkUnused(agentNames);
  const decisions = compileRoundDecisions(scenario, tasks.firstCompiled);
  return {
    scenario,
    definitions,
    rounds: compileRounds(compiler),
    instructions: compiler.compileText(scenario.instructions, at("instructions"), "public"),
    setup: compileSetupStages(compileSetup(compiler, rows), compileWrittenAttributes(compiler)),
    rows,
    decisions,
    measures: compileMeasures(
      scenario.measures,
      withNames(at("measures"), decisions.names),
      compiler,
    ),
    persona,
    personaFor: ({ agent, withoutProfile: bare, slot }) =>
      agent && !bare ? persona(slot.agentType) : NO_PERSONA,
    importanceOf: (agentType) => persona(agentType).importance,
    viewsOf: (agentType) => views.viewsOf(agentType),
    phase: lookup("phase", phases),
  };
}

/** Compiles the number of rounds, which is evaluated before a world exists. */
function compileRounds(compiler: Compiler): Evaluate<number> {
  const { rounds } = compiler.scenario;
  const fixed =
    typeof rounds === "string" && /^\s*-?[\d.]+\s*$/.test(rounds) ? Number(rounds) : rounds;
  if (typeof fixed === "number" && (fixed < 1 || !Number.isInteger(fixed)))
    compiler.reportProblem("/rounds", "The number of rounds is a whole number of at least 1.");
  return compiler.compileNumber(rounds, {
    pointer: "/rounds",
    names: parameterNames(compiler.scenario),
    schema: { ...compiler.schema, tables: {} },
  });
}

/** Compiles the setup: first what needs no model, then one stage per text that a model writes. */
function compileSetupStages(setup: Setup, writing: readonly CompiledPhase[]): CompiledPhase {
  const first: CompiledPhase = {
    plan: planNothing,
    commit: function* ({ contexts }) {
      yield* setup(contexts);
      return { rejections: [] };
    },
  };
  const stages = [first, ...writing];
  return {
    plan: (contexts, stage) => (stages[stage.number]?.plan ?? planNothing)(contexts, stage),
    commit: function* (decisions) {
      const { stage } = decisions;
      const end = yield* (stages[stage.number] ?? IDLE_PHASE).commit(decisions);
      const done = stage.number + 1;
      return done < stages.length
        ? { ...end, next: { state: {}, done: done / stages.length } }
        : end;
    },
  };
}

function compilePersonas(views: AgentViews, compiler: Compiler): Map<string, CompiledPersona> {
  const personas = new Map<string, CompiledPersona>();
  for (const [name, { profile, memory: settings }] of Object.entries(compiler.scenario.agents)) {
    const location: SourceLocation = {
      pointer: toJsonPointer(["agents", name, "profile"]),
      names: views.agentNames(name),
    };
    const memory = openMemory(settings);
    personas.set(name, {
      profile: compiler.compileText(profile, location, "self"),
      memory,
      importance: compileImportance(name, memory.importance, compiler),
    });
  }
  return personas;
}

const lookup =
  <Part>(what: string, parts: ReadonlyMap<string, Part>) =>
  (name: string): Part => {
    const part = parts.get(name);
    if (!part) throw new RangeError(`Unknown ${what}: “${name}”.`);
    return part;
  };

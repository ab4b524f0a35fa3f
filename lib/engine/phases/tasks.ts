import {
  type Action,
  type AnswerInput,
  toJsonPointer,
  type Questionnaire,
} from "@/lib/domain/scenario";
import { compileEffects } from "../effects";
import type { Names } from "../expressions/contract";
import { compileInputs } from "../prompts/inputs";
import type { Describe } from "../prompts/describe-rows";
import { type Compiler, inside, type Place, withNames } from "../kit/compiler";
import { answerNames } from "../kit/names";
import type { Rows } from "../population/rows";
import { own } from "../base/schema";
import { compileFallback } from "./fallback";
import { mayTell, type Requirement, type Task } from "../prompts/task";

/** Compiles actions and questionnaires for the agents that meet them. */
export type Tasks = {
  action(name: string, names: Names): Task | undefined;
  questionnaire(name: string, names: Names): Task | undefined;
  /** An action or questionnaire as it was first compiled; undefined where that did not happen. */
  known(name: string): Task | undefined;
  /** Leaves out what a phase offers to agents that there are not: that is the one thing to report. */
  leave(section: "actions" | "questionnaires", names: readonly string[]): void;
  /** Those that nobody met so far must still make sense for some agent type. */
  checkUnmet(agentNames: (agentType: string) => Names): void;
};

export type TaskCompiler = {
  readonly compiler: Compiler;
  readonly rows: Rows;
  readonly describe: Describe;
};

export function compileTasks(parts: TaskCompiler): Tasks {
  const { compiler } = parts;
  const { actions, questionnaires, agents } = compiler.scenario;
  const met = new Set<string>();
  const first = new Map<string, Task>();
  const compiled =
    <Declared>(
      section: string,
      declared: Readonly<Record<string, Declared>>,
      compile: Compile<Declared>,
    ) =>
    (name: string, names: Names) => {
      const one = own(declared, name);
      if (one === undefined) return undefined;
      const pointer = toJsonPointer([section, name]);
      met.add(pointer);
      const task = compile(name, one, { pointer, names }, parts);
      if (!first.has(name)) first.set(name, task);
      return task;
    };
  const action = compiled("actions", actions, compileAction);
  const questionnaire = compiled("questionnaires", questionnaires, compileQuestionnaire);
  const checkUnmet: Tasks["checkUnmet"] = (agentNames) => {
    for (const [section, declared, compile] of [
      ["actions", actions, action],
      ["questionnaires", questionnaires, questionnaire],
    ] as const) {
      const unmet = Object.keys(declared).filter(
        (name) => !met.has(toJsonPointer([section, name])),
      );
      for (const name of unmet)
        compiler.forSome(Object.keys(agents), (agentType) => compile(name, agentNames(agentType)));
    }
  };
  const leave: Tasks["leave"] = (section, names) =>
    names.forEach((name) => met.add(toJsonPointer([section, name])));
  return { action, questionnaire, known: (name) => first.get(name), leave, checkUnmet };
}

type Compile<Declared> = (
  name: string,
  declared: Declared,
  place: Place,
  parts: TaskCompiler,
) => Task;

const compileQuestionnaire: Compile<Questionnaire> = (
  name,
  { label, description, intro, items, effects, model },
  place,
  parts,
) => {
  const { compiler, rows } = parts;
  if (Object.keys(items).length === 0)
    compiler.problem(inside(place, "items").pointer, "A questionnaire asks at least one thing.");
  const { inputs, answered } = compileAsked(items, inside(place, "items"), parts);
  const prompt = compiler.text(intro, inside(place, "intro"), "self");
  const act = compileEffects(
    effects,
    withNames(inside(place, "effects"), answered),
    compiler,
    rows,
  );
  return {
    name,
    kind: "questionnaire",
    label,
    description,
    pointer: place.pointer,
    group: model,
    when: undefined,
    prompt,
    inputs,
    requirements: [],
    act,
    fallback: undefined,
    tells: mayTell(effects),
  };
};

const compileAction: Compile<Action> = (name, action, place, parts) => {
  const { compiler, rows } = parts;
  const { inputs, answered } = compileAsked(action.inputs, inside(place, "inputs"), parts);
  return {
    name,
    kind: "action",
    label: action.label,
    description: action.description,
    pointer: place.pointer,
    group: action.model,
    when:
      action.when === undefined ? undefined : compiler.truth(action.when, inside(place, "when")),
    prompt: compiler.text(action.prompt, inside(place, "prompt"), "self"),
    inputs,
    requirements: requirementsOf(action, withNames(place, answered), compiler),
    act: compileEffects(
      action.effects,
      withNames(inside(place, "effects"), answered),
      compiler,
      rows,
    ),
    fallback: compileFallback(action, inputs.refs, inside(place, "fallback"), compiler),
    tells: mayTell(action.effects),
  };
};

/** The inputs, and the names of what follows the answer, which sees it as `arg`. */
export function compileAsked(
  declared: Readonly<Record<string, AnswerInput>>,
  place: Place,
  { compiler, describe }: Pick<TaskCompiler, "compiler" | "describe">,
) {
  const inputs = compileInputs(declared, place, compiler, describe);
  return { inputs, answered: answerNames(declared, inputs.refs) };
}

function requirementsOf(
  { require = [] }: Action,
  place: Place,
  compiler: Compiler,
): readonly Requirement[] {
  return [require].flat().map((requirement, position) => {
    const here = inside(place, "require", ...(Array.isArray(require) ? [position] : []));
    const [that, otherwise, at] =
      typeof requirement === "object"
        ? [requirement.that, requirement.else, inside(here, "that")]
        : [requirement, undefined, here];
    return {
      holds: compiler.truth(that, at),
      otherwise,
      source: String(that),
      pointer: at.pointer,
    };
  });
}

import {
  type Action,
  type AnswerInput,
  toJsonPointer,
  type Questionnaire,
} from "@/lib/domain/scenario";
import { compileEffects } from "../effects";
import type { Names } from "../expressions/contract";
import type { Audience } from "../expressions/taint";
import { compileInputs } from "../prompts/inputs";
import type { DescribeRow } from "../prompts/describe-rows";
import { type Compiler, childLocation, type SourceLocation, withNames } from "../kit/compiler";
import { answerNames } from "../kit/names";
import type { RowOperations } from "../population/row-operations";
import { getOwn } from "../base/schema";
import { compileFallback } from "./fallback";
import { mayTell, type Requirement, type Task } from "../prompts/task";

/** Compiles actions and questionnaires for the agent types that use them. */
export type Tasks = {
  action(name: string, names: Names): Task | undefined;
  questionnaire(name: string, names: Names): Task | undefined;
  /** The first compiled version of an action or questionnaire; undefined if never compiled. */
  firstCompiled(name: string): Task | undefined;
  /**
   * Marks tasks of a phase with an unknown agent type as used, so that only the unknown type is
   * reported.
   */
  skip(section: "actions" | "questionnaires", names: readonly string[]): void;
  /** Checks tasks that no phase uses: they must compile for some agent type. */
  checkUnused(agentNames: (agentType: string) => Names): void;
};

export type TaskCompiler = {
  readonly compiler: Compiler;
  readonly rows: RowOperations;
  readonly describe: DescribeRow;
};

export function compileTasks(parts: TaskCompiler): Tasks {
  const { compiler } = parts;
  const { actions, questionnaires, agents } = compiler.scenario;
  const used = new Set<string>();
  const first = new Map<string, Task>();
  const compiled =
    <Declared>(
      section: string,
      declared: Readonly<Record<string, Declared>>,
      compile: CompileTask<Declared>,
    ) =>
    (name: string, names: Names) => {
      const one = getOwn(declared, name);
      if (one === undefined) return undefined;
      const pointer = toJsonPointer([section, name]);
      used.add(pointer);
      const task = compile(one, { name, location: { pointer, names }, parts });
      if (!first.has(name)) first.set(name, task);
      return task;
    };
  const action = compiled("actions", actions, compileAction);
  const questionnaire = compiled("questionnaires", questionnaires, compileQuestionnaire);
  const checkUnused: Tasks["checkUnused"] = (agentNames) => {
    for (const [section, declared, compile] of [
      ["actions", actions, action],
      ["questionnaires", questionnaires, questionnaire],
    ] as const) {
      const unused = Object.keys(declared).filter(
        (name) => !used.has(toJsonPointer([section, name])),
      );
      for (const name of unused) {
        // A questionnaire may be there for polls.
        if (section === "actions")
          compiler.reportWarning(
            toJsonPointer([section, name]),
            `No phase offers the action \`${name}\`.`,
          );
        compiler.tryForAgentTypes(Object.keys(agents), (agentType) =>
          compile(name, agentNames(agentType)),
        );
      }
    }
  };
  const skip: Tasks["skip"] = (section, names) =>
    names.forEach((name) => used.add(toJsonPointer([section, name])));
  return {
    action,
    questionnaire,
    firstCompiled: (name) => first.get(name),
    skip,
    checkUnused,
  };
}

type CompileTask<Declared> = (
  declared: Declared,
  source: {
    readonly name: string;
    readonly location: SourceLocation;
    readonly parts: TaskCompiler;
  },
) => Task;

const compileQuestionnaire: CompileTask<Questionnaire> = (
  { label, description, intro, items, effects, model },
  { name, location, parts },
) => {
  const { compiler, rows } = parts;
  if (Object.keys(items).length === 0)
    compiler.reportProblem(
      childLocation(location, "items").pointer,
      "A questionnaire asks at least one thing.",
    );
  const { inputs, answered } = compileQuestion(items, childLocation(location, "items"), parts);
  const prompt = compiler.compileText(intro, childLocation(location, "intro"), "self");
  const act = compileEffects(effects, {
    location: withNames(childLocation(location, "effects"), answered),
    compiler,
    rows,
  });
  return {
    name,
    kind: "questionnaire",
    label,
    description,
    pointer: location.pointer,
    group: model,
    when: undefined,
    prompt,
    inputs,
    requirements: [],
    act,
    fallback: undefined,
    tells: mayTell(effects, compiler.scenario),
  };
};

const compileAction: CompileTask<Action> = (action, { name, location, parts }) => {
  const { compiler, rows } = parts;
  const { inputs, answered } = compileQuestion(
    action.inputs,
    childLocation(location, "inputs"),
    parts,
  );
  return {
    name,
    kind: "action",
    label: action.label,
    description: action.description,
    pointer: location.pointer,
    group: action.model,
    when:
      action.when === undefined
        ? undefined
        : compiler.compileCondition(action.when, childLocation(location, "when")),
    prompt: compiler.compileText(action.prompt, childLocation(location, "prompt"), "self"),
    inputs,
    requirements: compileRequirements(action, withNames(location, answered), compiler),
    act: compileEffects(action.effects, {
      location: withNames(childLocation(location, "effects"), answered),
      compiler,
      rows,
    }),
    fallback: compileFallback(action, {
      refs: inputs.refs,
      location: childLocation(location, "fallback"),
      compiler,
    }),
    tells: mayTell(action.effects, compiler.scenario),
  };
};

/** Compiles the inputs, and the names in scope after the answer (`arg`). */
export function compileQuestion(
  declared: Readonly<Record<string, AnswerInput>>,
  location: SourceLocation,
  { compiler, describe }: Pick<TaskCompiler, "compiler" | "describe">,
  audience?: Audience,
) {
  const inputs = compileInputs(declared, { location, compiler, describe, audience });
  return { inputs, answered: answerNames(declared, inputs.refs, inputs.taints) };
}

function compileRequirements(
  { require = [] }: Action,
  location: SourceLocation,
  compiler: Compiler,
): readonly Requirement[] {
  return [require].flat().map((requirement, position) => {
    const here = childLocation(location, "require", ...(Array.isArray(require) ? [position] : []));
    const [that, otherwise, at] =
      typeof requirement === "object"
        ? [requirement.that, requirement.else, childLocation(here, "that")]
        : [requirement, undefined, here];
    return {
      holds: compiler.compileCondition(that, at),
      otherwise,
      source: String(that),
      pointer: at.pointer,
    };
  });
}

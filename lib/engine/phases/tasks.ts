import type { Action, AnswerInput, Scenario } from "@/lib/domain/scenario";
import { compileEffects } from "../effects";
import { compileInputs } from "../prompts/inputs";
import type { Names } from "../expressions/contract";
import type { Describe } from "../prompts/describe-rows";
import { type Compiler, inside, type Place } from "../run/compiler";
import { answerType } from "../run/names";
import type { Rows } from "../run/rows";
import { fieldsOf } from "../types";
import type { Requirement, Task } from "./task";

/** Compiles actions and questionnaires for the agents that meet them, each once per set of names. */
export type Tasks = {
  action(name: string, names: Names): Task | undefined;
  questionnaire(name: string, names: Names): Task | undefined;
};

export type TaskCompiler = { readonly compiler: Compiler; readonly rows: Rows; readonly describe: Describe };

export function compileTasks({ actions, questionnaires }: Pick<Scenario, "actions" | "questionnaires">, parts: TaskCompiler): Tasks {
  return {
    action: (name, names) => {
      const action = actions[name];
      return action && compileAction(name, action, { pointer: `/actions/${name}`, names }, parts);
    },
    questionnaire: (name, names) => {
      const questionnaire = questionnaires[name];
      if (!questionnaire) return undefined;
      const { label, description, intro, items, effects } = questionnaire;
      const place: Place = { pointer: `/questionnaires/${name}`, names };
      const about = { name, kind: "questionnaire", label, description, pointer: place.pointer } as const;
      const { inputs, answered } = asked(items, place, "items", parts);
      const prompt = parts.compiler.text(intro, inside(place, "intro"), "self");
      const act = compileEffects(effects, inside(answered, "effects"), parts.compiler, parts.rows);
      return { ...about, when: undefined, prompt, inputs, requirements: [], act, fallback: undefined };
    },
  };
}

function compileAction(name: string, action: Action, place: Place, parts: TaskCompiler): Task {
  const { compiler, rows } = parts;
  const { inputs, answered } = asked(action.inputs, place, "inputs", parts);
  const { fallback } = action;
  const assumed = fallback === "skip" ? [] : Object.entries(fallback.answer);
  return {
    name,
    kind: "action",
    label: action.label,
    description: action.description,
    pointer: place.pointer,
    when: action.when === undefined ? undefined : compiler.truth(action.when, inside(place, "when")),
    prompt: compiler.text(action.prompt, inside(place, "prompt"), "self"),
    inputs,
    requirements: requirementsOf(action, answered, compiler),
    act: compileEffects(action.effects, inside(answered, "effects"), compiler, rows),
    fallback: fallback === "skip" ? undefined : new Map(assumed.map(([input, expression]) => [input, compiler.value(expression, inside(place, "fallback", "answer", input))])),
  };
}

/** The inputs, and the place of what follows the answer, which sees it as `arg`. */
function asked(declared: Readonly<Record<string, AnswerInput>>, place: Place, key: string, { compiler, describe }: TaskCompiler) {
  const inputs = compileInputs(declared, inside(place, key), compiler, describe);
  const types = Object.entries(declared).map(([name, input]) => [name, answerType(input, () => inputs.refs.get(name) ?? "")] as const);
  return { inputs, answered: { ...place, names: { ...place.names, arg: fieldsOf(Object.fromEntries(types)) } } };
}

function requirementsOf({ require = [] }: Action, place: Place, compiler: Compiler): readonly Requirement[] {
  return [require].flat().map((requirement, position) => {
    const here = inside(place, ...(Array.isArray(require) ? ["require", position] : ["require"]));
    const { that, otherwise } = typeof requirement === "object" ? { that: requirement.that, otherwise: requirement.else } : { that: requirement, otherwise: undefined };
    return { holds: compiler.truth(that, here), otherwise, source: String(that), pointer: here.pointer };
  });
}

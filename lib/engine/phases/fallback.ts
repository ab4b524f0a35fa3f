import type { Action } from "@/lib/domain/scenario";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { taintOf } from "../expressions/taint";
import { answerValueType } from "../kit/names";
import { getOwn } from "../base/schema";
import type { Task } from "../prompts/task";

/**
 * Compiles the values that an action assumes after invalid answers; every required input needs one.
 */
export function compileFallback(
  { fallback, inputs }: Action,
  {
    refs,
    location,
    compiler,
  }: {
    readonly refs: ReadonlyMap<string, string>;
    readonly location: SourceLocation;
    readonly compiler: Compiler;
  },
): Task["fallback"] {
  if (fallback === "skip") return undefined;
  const here = childLocation(location, "answer");
  for (const [name, { optional }] of Object.entries(inputs))
    if (!optional && !Object.hasOwn(fallback.answer, name))
      compiler.reportProblem(here.pointer, `The answer lacks \`${name}\`.`);
  const assumed = Object.entries(fallback.answer).map(([name, expression]) => {
    const at = childLocation(here, name);
    const input = getOwn(inputs, name);
    if (input === undefined)
      compiler.checkKnown(at.pointer, { what: "input", name, names: Object.keys(inputs) });
    const { type, evaluate } = compiler.compileTyped(
      expression,
      at,
      input && answerValueType(input, refs.get(name)),
    );
    compiler.checkAudience(at.pointer, {
      taint: taintOf(type),
      audience: { agent: "self" },
      where: "an answer can be told to others",
    });
    return [name, evaluate] as const;
  });
  return new Map(assumed);
}

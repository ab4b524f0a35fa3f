import type { Action } from "@/lib/domain/scenario";
import { type Compiler, inside, type Place } from "../kit/compiler";
import { answerType } from "../kit/names";
import { own } from "../base/schema";
import type { Task } from "../prompts/task";

/** What an action assumes when no valid answer came: a value for every input that needs one, of its kind. */
export function compileFallback(
  { fallback, inputs }: Action,
  refs: ReadonlyMap<string, string>,
  place: Place,
  compiler: Compiler,
): Task["fallback"] {
  if (fallback === "skip") return undefined;
  const here = inside(place, "answer");
  for (const [name, { optional }] of Object.entries(inputs))
    if (!optional && !Object.hasOwn(fallback.answer, name))
      compiler.problem(here.pointer, `The answer lacks \`${name}\`.`);
  const assumed = Object.entries(fallback.answer).map(([name, expression]) => {
    const at = inside(here, name);
    const input = own(inputs, name);
    if (input === undefined) compiler.known(at.pointer, "input", name, Object.keys(inputs));
    return [
      name,
      compiler.value(expression, at, input && answerType(input, refs.get(name))),
    ] as const;
  });
  return new Map(assumed);
}

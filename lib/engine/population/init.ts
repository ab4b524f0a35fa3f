import type { Attribute, Init, Value } from "@/lib/domain/scenario";
import { MomentError } from "../run/moment";
import type { InitContext, InitPlace, InitValue } from "./contract";
import { compileDistribution, constantProblem } from "./distribution";

type Given = Extract<Init, { given: string }>;

/** How the first value of an attribute comes about. Problems go to the compiler. */
export function compileInit(init: Init, place: InitPlace, context: InitContext): InitValue {
  const { compiler } = context;
  if (typeof init !== "object") {
    checkOrder(String(init), place, context);
    return compiler.value(init, place, context.expected);
  }
  if ("distribution" in init) {
    for (const [key, amount] of Object.entries(init)) {
      if (key !== "distribution" && typeof amount === "string") checkOrder(amount, { ...place, pointer: `${place.pointer}/${key}` }, context);
    }
    return compileDistribution(init, place, context);
  }
  if ("constant" in init) {
    const problem = constantProblem(context.name, context.attribute, init.constant);
    if (problem !== undefined) compiler.problem(`${place.pointer}/constant`, problem);
    return () => init.constant;
  }
  if ("given" in init) return compileGiven(init, place, context);
  const what = "column" in init ? "Values from the column of a dataset" : "Texts written by a model";
  compiler.problem(place.pointer, `${what} are not yet supported.`);
  return () => null;
}

/** Attributes are drawn in declared order: one can only depend on those before it. */
function checkOrder(source: string, { pointer }: InitPlace, { name, declared, earlier, compiler }: InitContext): void {
  const withoutTexts = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "''");
  for (const [, read = ""] of withoutTexts.matchAll(/\bself\s*\.\s*([A-Za-z]\w*)/g)) {
    if (!Object.hasOwn(declared, read) || Object.hasOwn(earlier, read)) continue;
    compiler.problem(pointer, read === name
      ? `\`${name}\` cannot depend on itself.`
      : `\`self.${read}\` has no value yet when \`${name}\` is drawn: attributes are drawn in their order. Move \`${read}\` before \`${name}\`.`);
  }
}

function compileGiven({ given, cases, otherwise }: Given, place: InitPlace, context: InitContext): InitValue {
  const { name, earlier, compiler } = context;
  const condition = Object.hasOwn(earlier, given) ? earlier[given] : undefined;
  if (condition === undefined) compiler.problem(`${place.pointer}/given`, `\`${given}\` is not an attribute declared before \`${name}\`.`);
  else checkCases(condition, { given, cases, otherwise }, place, context);

  const compiled = new Map(Object.entries(cases).map(([key, init]) => [key, compileInit(init, at(place, "cases", key), context)]));
  const rest = otherwise === undefined ? undefined : compileInit(otherwise, at(place, "otherwise"), context);
  return (moment, uniform) => {
    const self = moment.vars["self"] as { readonly [attribute: string]: Value };
    const key = String(self[given] ?? null);
    const chosen = compiled.get(key) ?? rest;
    if (chosen === undefined) throw new MomentError(`There is no case for ${given} = ${key}, and no \`otherwise\`.`, place.pointer);
    return chosen(moment, uniform);
  };
}

/** A key of the document in a JSON pointer (RFC 6901). */
const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
const at = (place: InitPlace, ...keys: readonly string[]): InitPlace => ({ ...place, pointer: [place.pointer, ...keys.map(escaped)].join("/") });

function checkCases(condition: Attribute, { given, cases, otherwise }: Given, place: InitPlace, { compiler }: InitContext): void {
  const possible = condition.type === "category" ? condition.options : condition.type === "boolean" ? ["true", "false"] : undefined;
  if (possible === undefined) return;
  for (const key of Object.keys(cases)) {
    if (!possible.includes(key)) compiler.problem(at(place, "cases", key).pointer, `\`${given}\` is never “${key}”: it is one of ${possible.join(", ")}.`);
  }
  const missing = possible.filter((option) => !Object.hasOwn(cases, option));
  if (missing.length > 0 && otherwise === undefined) {
    compiler.problem(`${place.pointer}/cases`, `There is no case for ${missing.join(", ")}, and no \`otherwise\`.`);
  }
}

/**
 * The first value of an attribute without an init: 0 (or the bound nearest to it), an empty text, false, the first
 * option, no row, an empty list.
 */
export function defaultValue(attribute: Attribute): Value {
  switch (attribute.type) {
    case "number":
    case "integer":
      return 0;
    case "text":
      return "";
    case "boolean":
      return false;
    case "category":
      return attribute.options[0] ?? null;
    case "ref":
      return null;
    case "list":
      return [];
  }
}

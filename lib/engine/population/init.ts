import { type Init, type Value } from "@/lib/domain/scenario";
import { inside, type Place } from "../kit/compiler";
import { MomentError } from "../kit/evaluation-context";
import { attributeType, own } from "../base/schema";
import { compileColumn } from "./column";
import { constantProblem } from "./constants";
import type { InitContext, InitValue } from "./contract";
import { compileDistribution } from "./distribution";
import { initExpression } from "./order";

type Given = Extract<Init, { given: string }>;

/** How the first value of an attribute comes about. */
export function compileInit(init: Init, place: Place, context: InitContext): InitValue {
  const { name, attribute, compiler } = context;
  if (typeof init !== "object")
    return initExpression(init, place, context, attributeType(attribute));
  if ("distribution" in init) return compileDistribution(init, place, context);
  if ("given" in init) return compileGiven(init, place, context);
  if ("constant" in init) {
    const problem = constantProblem(name, attribute, init.constant);
    if (problem !== undefined) compiler.problem(inside(place, "constant").pointer, problem);
    return () => init.constant;
  }
  if ("column" in init) {
    const { otherwise } = init;
    const rest =
      otherwise === undefined
        ? undefined
        : compileInit(otherwise, inside(place, "otherwise"), context);
    if (typeof otherwise === "object" && "written" in otherwise)
      compiler.problem(
        inside(place, "otherwise").pointer,
        "The model writes a text for every row or for none, not for empty cells alone.",
      );
    return compileColumn(init, place, context, rest);
  }
  if (attribute.type !== "text") {
    compiler.problem(
      inside(place, "written").pointer,
      `Only texts are written by the model, and this is of type ${attribute.type}.`,
    );
  }
  // Until the model has written it: see `run/writing.ts`.
  if ("written" in init) return () => "";
  return () => null;
}

function compileGiven(init: Given, place: Place, context: InitContext): InitValue {
  const { given, cases, otherwise } = init;
  checkCases(init, place, context);
  const compiled = new Map(
    Object.entries(cases).map(([key, inner]) => [
      key,
      compileInit(inner, inside(place, "cases", key), context),
    ]),
  );
  const rest =
    otherwise === undefined
      ? undefined
      : compileInit(otherwise, inside(place, "otherwise"), context);
  return (moment, uniform, from) => {
    const self = moment.vars["self"] as { readonly [attribute: string]: Value };
    const key = String(self[given] ?? null);
    const chosen = compiled.get(key) ?? rest;
    if (chosen === undefined)
      throw new MomentError(
        `There is no case for ${given} = ${key}, and no \`otherwise\`.`,
        place.pointer,
      );
    return chosen(moment, uniform, from);
  };
}

function checkCases(
  { given, cases, otherwise }: Given,
  place: Place,
  { name, table: { attributes }, compiler }: InitContext,
): void {
  const at = (...path: readonly string[]): string => inside(place, ...path).pointer;
  const declared = Object.keys(attributes);
  const earlier = declared.slice(0, declared.indexOf(name));
  const later = !earlier.includes(given) && declared.includes(given);
  if (later) compiler.problem(at("given"), `\`${given}\` must be declared before \`${name}\`.`);
  const on =
    later || compiler.known(at("given"), "earlier attribute", given, earlier)
      ? own(attributes, given)
      : undefined;
  if (on === undefined) return;
  const options =
    on.type === "category" ? on.options : on.type === "boolean" ? ["true", "false"] : undefined;
  if (options !== undefined)
    for (const key of Object.keys(cases))
      compiler.known(at("cases", key), `option of \`${given}\` called`, key, options);
  if (otherwise !== undefined) return;
  const missing = options?.filter((option) => !Object.hasOwn(cases, option)) ?? [];
  if (missing.length > 0)
    compiler.problem(
      at("cases"),
      `There is no case for ${missing.join(", ")}: add them, or \`otherwise\`.`,
    );
  else if (options === undefined)
    compiler.problem(at("cases"), "Add `otherwise` for all other values.");
}

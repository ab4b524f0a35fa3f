import { type Init, type Value } from "@/lib/domain/scenario";
import { childLocation, type SourceLocation } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { attributeValueType, getOwn } from "../base/schema";
import { compileColumn } from "./compile-column";
import { constantProblem } from "./constant-problem";
import type { InitContext, InitValue } from "./contract";
import { compileDistribution } from "./distribution";
import { compileInitExpression } from "./init-order";

type GivenInit = Extract<Init, { given: string }>;

/** Compiles the initial value of an attribute. */
export function compileInit(init: Init, location: SourceLocation, context: InitContext): InitValue {
  const { name, attribute, compiler } = context;
  if (typeof init !== "object")
    return compileInitExpression(init, {
      location,
      context,
      expected: attributeValueType(attribute),
    });
  if ("distribution" in init) return compileDistribution(init, location, context);
  if ("given" in init) return compileGiven(init, location, context);
  if ("constant" in init) {
    const problem = constantProblem(name, attribute, init.constant);
    if (problem !== undefined)
      compiler.reportProblem(childLocation(location, "constant").pointer, problem);
    return () => init.constant;
  }
  if ("column" in init) {
    const { otherwise } = init;
    const rest =
      otherwise === undefined
        ? undefined
        : compileInit(otherwise, childLocation(location, "otherwise"), context);
    if (typeof otherwise === "object" && "written" in otherwise)
      compiler.reportProblem(
        childLocation(location, "otherwise").pointer,
        "The model writes a text for every row or for none, not for empty cells alone.",
      );
    return compileColumn(init, { location, context, otherwise: rest });
  }
  if (attribute.type !== "text") {
    compiler.reportProblem(
      childLocation(location, "written").pointer,
      `Only texts are written by the model, and this is of type ${attribute.type}.`,
    );
  }
  // The value until the model has written it: see `run/written-attributes.ts`.
  if ("written" in init) return () => "";
  return () => null;
}

function compileGiven(init: GivenInit, location: SourceLocation, context: InitContext): InitValue {
  const { given, cases, otherwise } = init;
  checkCases(init, location, context);
  const compiled = new Map(
    Object.entries(cases).map(([key, inner]) => [
      key,
      compileInit(inner, childLocation(location, "cases", key), context),
    ]),
  );
  const rest =
    otherwise === undefined
      ? undefined
      : compileInit(otherwise, childLocation(location, "otherwise"), context);
  return (context, uniform, from) => {
    const self = context.vars["self"] as { readonly [attribute: string]: Value };
    const key = String(self[given] ?? null);
    const chosen = compiled.get(key) ?? rest;
    if (chosen === undefined)
      throw new ScenarioRuntimeError(
        `There is no case for ${given} = ${key}, and no \`otherwise\`.`,
        location.pointer,
      );
    return chosen(context, uniform, from);
  };
}

function checkCases(
  { given, cases, otherwise }: GivenInit,
  location: SourceLocation,
  { name, table: { attributes }, compiler }: InitContext,
): void {
  const at = (...path: readonly string[]): string => childLocation(location, ...path).pointer;
  const declared = Object.keys(attributes);
  const earlier = declared.slice(0, declared.indexOf(name));
  const later = !earlier.includes(given) && declared.includes(given);
  if (later)
    compiler.reportProblem(at("given"), `\`${given}\` must be declared before \`${name}\`.`);
  const on =
    later ||
    compiler.checkKnown(at("given"), { what: "earlier attribute", name: given, names: earlier })
      ? getOwn(attributes, given)
      : undefined;
  if (on === undefined) return;
  const options =
    on.type === "category" ? on.options : on.type === "boolean" ? ["true", "false"] : undefined;
  if (options !== undefined)
    for (const key of Object.keys(cases))
      compiler.checkKnown(at("cases", key), {
        what: `option of \`${given}\``,
        name: key,
        names: options,
      });
  if (otherwise !== undefined) return;
  const missing = options?.filter((option) => !Object.hasOwn(cases, option)) ?? [];
  if (missing.length > 0)
    compiler.reportProblem(
      at("cases"),
      `No case for ${missing.join(", ")}: add one for each, or \`otherwise\`.`,
    );
  else if (options === undefined)
    compiler.reportProblem(at("cases"), "Add `otherwise` for all other values.");
}

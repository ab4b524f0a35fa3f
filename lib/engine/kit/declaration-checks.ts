import { RESERVED_NAMES } from "@/lib/domain/scenario";
import { type Compiler, inside, type Place } from "./compiler";

/** Rules that several kinds of declarations share. */

/** Names that rows, the expression language or every object already have. */
const TAKEN = new Set(["id", "source", "target", "addressed", "true", "false", "null", "in"]);

/** Reports a name of an attribute, input, measure or parameter that expressions could not use. */
export function checkFieldName(name: string, pointer: string, compiler: Compiler): void {
  if (TAKEN.has(name) || name in Object.prototype) compiler.problem(pointer, taken(name));
}

/** Reports a name of a table, view or variable that expressions could not use. */
export function checkVariableName(name: string, pointer: string, compiler: Compiler): void {
  if (RESERVED_NAMES.has(name) || name in Object.prototype) compiler.problem(pointer, taken(name));
}

const taken = (name: string): string => `\`${name}\` already has a meaning: choose another name.`;

/** Reports bounds that leave nothing between them. True when they do not. */
export function checkBounds(
  { min, max }: { readonly min?: unknown; readonly max?: unknown },
  place: Place,
  compiler: Compiler,
): boolean {
  const fits = !(typeof min === "number" && typeof max === "number" && min > max);
  if (!fits)
    compiler.problem(inside(place, "min").pointer, "The minimum is larger than the maximum.");
  return fits;
}

/** Reports options that are the same. `place` is that of the list. */
export function checkOptions(options: readonly string[], place: Place, compiler: Compiler): void {
  options.forEach((option, index) => {
    if (options.indexOf(option) < index)
      compiler.problem(inside(place, index).pointer, `The option \`${option}\` appears twice.`);
  });
}

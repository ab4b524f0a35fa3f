import { RESERVED_NAMES } from "@/lib/domain/scenario";
import { type Compiler, childLocation, type SourceLocation } from "./compiler";

/** Checks that several kinds of declarations share. */

/** Names that are reserved by rows, the expression language or JavaScript objects. */
const RESERVED_FIELDS = new Set([
  "id",
  "source",
  "target",
  "addressed",
  "true",
  "false",
  "null",
  "in",
]);

/** Reports a name of an attribute, input, measure or parameter that expressions cannot use. */
export function checkFieldName(name: string, pointer: string, compiler: Compiler): void {
  if (RESERVED_FIELDS.has(name) || name in Object.prototype)
    compiler.reportProblem(pointer, reservedNameMessage(name));
}

/** Reports a name of a table, view or variable that expressions cannot use. */
export function checkVariableName(name: string, pointer: string, compiler: Compiler): void {
  if (RESERVED_NAMES.has(name) || name in Object.prototype)
    compiler.reportProblem(pointer, reservedNameMessage(name));
}

const reservedNameMessage = (name: string): string =>
  `\`${name}\` already has a meaning: choose another name.`;

/** Reports an empty range of bounds. Returns whether the range is valid. */
export function checkBounds(
  { min, max }: { readonly min?: unknown; readonly max?: unknown },
  location: SourceLocation,
  compiler: Compiler,
): boolean {
  const fits = !(typeof min === "number" && typeof max === "number" && min > max);
  if (!fits)
    compiler.reportProblem(
      childLocation(location, "min").pointer,
      "The minimum is larger than the maximum.",
    );
  return fits;
}

/** Reports duplicate options. `location` is that of the list. */
export function checkOptions(
  options: readonly string[],
  location: SourceLocation,
  compiler: Compiler,
): void {
  options.forEach((option, index) => {
    if (options.indexOf(option) < index)
      compiler.reportProblem(
        childLocation(location, index).pointer,
        `The option \`${option}\` appears twice.`,
      );
  });
}

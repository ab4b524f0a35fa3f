import { type Compiler, type SourceLocation, withNames } from "../kit/compiler";
import { checkVariableName } from "../kit/declaration-checks";
import type { Type } from "../base/types";

/** The place with one more name, given at `pointer`; it must not hide another. */
export function bindName(
  location: SourceLocation,
  name: string,
  type: Type,
  pointer: string,
  compiler: Compiler,
): SourceLocation {
  checkVariableName(name, pointer, compiler);
  if (Object.hasOwn(location.names, name) || Object.hasOwn(compiler.schema.tables, name))
    compiler.reportProblem(pointer, `\`${name}\` already has a meaning here: choose another name.`);
  return withNames(location, { [name]: type });
}

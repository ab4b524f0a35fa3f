import { type Compiler, type Place, withNames } from "../kit/compiler";
import { checkVariableName } from "../kit/declaration-checks";
import type { Type } from "../base/types";

/** The place with one more name, given at `pointer`; it must not hide another. */
export function bindName(
  place: Place,
  name: string,
  type: Type,
  pointer: string,
  compiler: Compiler,
): Place {
  checkVariableName(name, pointer, compiler);
  if (Object.hasOwn(place.names, name) || Object.hasOwn(compiler.schema.tables, name))
    compiler.problem(pointer, `\`${name}\` already has a meaning here: choose another name.`);
  return withNames(place, { [name]: type });
}

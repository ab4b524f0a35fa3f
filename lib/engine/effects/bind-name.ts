import { type Compiler, type SourceLocation, withNames } from "../kit/compiler";
import { checkVariableName } from "../kit/declaration-checks";
import { bindTaint, taintOf, withTaint } from "../expressions/taint";
import type { Type } from "../base/types";

/**
 * Adds a variable, declared at `pointer`, to the names in scope. Reports a name that would hide
 * another one.
 */
export function bindName(
  location: SourceLocation,
  {
    name,
    type,
    pointer,
    compiler,
  }: {
    readonly name: string;
    readonly type: Type;
    readonly pointer: string;
    readonly compiler: Compiler;
  },
): SourceLocation {
  checkVariableName(name, pointer, compiler);
  if (Object.hasOwn(location.names, name) || Object.hasOwn(compiler.schema.tables, name))
    compiler.reportProblem(pointer, `\`${name}\` already has a meaning here: choose another name.`);
  return withNames(location, { [name]: withTaint(type, bindTaint(taintOf(type))) });
}

import { toJsonPointer } from "@/lib/domain/scenario";
import { definedType } from "../base/schema";
import { checkParameters } from "../kit/check-definitions";
import { checkVariableName } from "../kit/declaration-checks";
import type { Compiler } from "../kit/compiler";
import { environmentNames } from "../kit/names";
import type { RowOperations } from "../population/row-operations";
import { compileEffects } from "./index";

/**
 * Checks every procedure by itself, with parameters of the declared types, and that it ends; warns
 * of those that nothing calls.
 */
export function checkProcedures(compiler: Compiler, rows: RowOperations): void {
  const { procedures = {} } = compiler.scenario;
  const names = environmentNames(compiler.scenario);
  const callees = new Map(
    Object.entries(procedures).map(([name, { do: effects }]) => [name, calledIn(effects)]),
  );
  for (const [name, { params, do: effects }] of Object.entries(procedures)) {
    const location = { pointer: toJsonPointer(["procedures", name]), names };
    checkVariableName(name, location.pointer, compiler);
    checkParameters(params, location, compiler);
    const cycle = findCallCycle(name, callees);
    if (cycle !== undefined)
      compiler.reportProblem(
        location.pointer,
        `\`${name}\` leads back to itself (${cycle.join(" → ")}): a procedure cannot call itself.`,
      );
    const typed = Object.entries(params).map(([param, type]) => [param, definedType(type)]);
    compileEffects(effects, {
      location: {
        pointer: `${location.pointer}/do`,
        names: { ...names, ...Object.fromEntries(typed) },
      },
      compiler,
      rows,
      calls: { chain: [name], made: { count: 0 } },
    });
  }
  const used = calledIn({ ...compiler.scenario, procedures: undefined });
  for (const name of used) for (const callee of callees.get(name) ?? []) used.add(callee);
  for (const name of callees.keys())
    if (!used.has(name))
      compiler.reportWarning(
        toJsonPointer(["procedures", name]),
        `Nothing calls the procedure \`${name}\`.`,
      );
}

/** Returns the names of the procedures that effects anywhere in a part of a document call. */
function calledIn(part: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("call" in value && typeof value.call === "string") names.add(value.call);
    Object.values(value).forEach(visit);
  };
  visit(part);
  return names;
}

/** Returns the calls by which a procedure leads back to itself, if it does: `a → b → a`. */
function findCallCycle(
  name: string,
  callees: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | undefined {
  const paths = new Map<string, readonly string[]>([[name, [name]]]);
  for (const [last, path] of paths)
    for (const next of callees.get(last) ?? []) {
      if (next === name) return [...path, name];
      if (!paths.has(next)) paths.set(next, [...path, next]);
    }
  return undefined;
}

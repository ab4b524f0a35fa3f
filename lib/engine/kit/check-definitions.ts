import { type DefinedType, type Scenario, toJsonPointer } from "@/lib/domain/scenario";
import { FUNCTIONS } from "../expressions";
import {
  calledDefinitions,
  checkDefinition,
  findCycle,
  reachableDefinitions,
} from "../expressions/definitions";
import { isFilter } from "../templates";
import { type Compiler, childLocation, locateNotes, type SourceLocation } from "./compiler";
import { checkOptions, checkVariableName } from "./declaration-checks";
import { environmentNames } from "./names";

const FUNCTION_NAMES = new Set(FUNCTIONS.map(({ name }) => name));

/** Checks every definition by itself: its name, its types, its expression, and that it ends. */
export function checkDefinitions(compiler: Compiler): void {
  const { schema, scenario } = compiler;
  const names = environmentNames(scenario);
  for (const [name, declared] of Object.entries(scenario.define ?? {})) {
    const location: SourceLocation = { pointer: toJsonPointer(["define", name]), names };
    const { pointer } = childLocation(location, "value");
    checkName(name, location, compiler);
    checkParameters(declared.params, location, compiler);
    if (declared.returns !== undefined)
      checkType(declared.returns, childLocation(location, "returns"), compiler);
    const definition = schema.definitions?.[name];
    if (definition === undefined) continue;
    const cycle = findCycle(name, schema);
    const place = calledDefinitions(definition.source, schema).get(cycle?.[1] ?? "");
    if (cycle !== undefined && place !== undefined) {
      const message =
        `\`${name}\` leads back to itself (${cycle.join(" → ")}): a definition cannot use ` +
        "itself.";
      compiler.reportSourceProblems(pointer, [{ ...place, message }]);
    }
    const { problems, notes } = checkDefinition(name, { definition, schema, names });
    compiler.reportSourceProblems(pointer, problems);
    compiler.addNotes(locateNotes(pointer, notes));
  }
}

/** Checks the names and types of the parameters of the definition or procedure at `location`. */
export function checkParameters(
  params: Readonly<Record<string, DefinedType>>,
  location: SourceLocation,
  compiler: Compiler,
): void {
  for (const [param, type] of Object.entries(params)) {
    const at = childLocation(location, "params", param);
    checkVariableName(param, at.pointer, compiler);
    checkTableName(param, at, compiler);
    checkType(type, at, compiler);
  }
}

function checkName(name: string, location: SourceLocation, compiler: Compiler): void {
  const { pointer } = location;
  checkVariableName(name, pointer, compiler);
  checkTableName(name, location, compiler);
  const other = FUNCTION_NAMES.has(name)
    ? "a function of expressions"
    : isFilter(name)
      ? "a filter of templates"
      : undefined;
  if (other === undefined) return;
  // No problem of stored scenarios: functions and filters are added over time.
  const deprecation = { pointer, message: `\`${name}\` is already ${other}.` };
  compiler.addNotes({ deprecations: [deprecation], warnings: [], revelations: [] });
}

function checkTableName(name: string, { pointer }: SourceLocation, compiler: Compiler): void {
  if (name !== "world" && compiler.declaredTable(name) !== undefined)
    compiler.reportProblem(
      pointer,
      `\`${name}\` is already the name of an agent type, table, network or conversation.`,
    );
}

function checkType(type: DefinedType, location: SourceLocation, compiler: Compiler): void {
  const [item, at] =
    type.type === "list" ? [type.of, childLocation(location, "of")] : [type, location];
  if (item.type === "category") checkOptions(item.options, childLocation(at, "options"), compiler);
  if (item.type === "ref")
    compiler.checkKnown(childLocation(at, "to").pointer, {
      what: "table",
      name: item.to,
      names: compiler.tables.map(({ name }) => name),
    });
}

/** Warns of definitions that no expression and no template uses, in a valid scenario. */
export function warnOfUnusedDefinitions(compiler: Compiler): void {
  const { problems, scenario, schema } = compiler;
  if (problems.length > 0) return;
  const used = new Set<string>();
  for (const name of mentionedNames(scenario)) {
    used.add(name);
    const source = schema.definitions?.[name]?.source;
    if (source === undefined) continue;
    for (const inner of reachableDefinitions(source, schema).keys()) used.add(inner);
  }
  for (const name of Object.keys(scenario.define ?? {}))
    if (!used.has(name))
      compiler.reportWarning(
        toJsonPointer(["define", name]),
        `Nothing uses the definition \`${name}\`.`,
      );
}

/**
 * Returns the words that may be the name of a definition, outside `define`: before a parenthesis or
 * after a bar anywhere, or between the braces of a template.
 */
function mentionedNames(scenario: Scenario): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part === "object" && part !== null) Object.values(part).forEach(visit);
    if (typeof part !== "string") return;
    for (const [, call, filter] of part.matchAll(/\b(\w+)\s*\(|\|\s*(\w+)/g))
      words.add(call ?? filter ?? "");
    for (const [tag] of part.matchAll(/\{[{%].*?[}%]\}/gs))
      for (const [word] of tag.matchAll(/\w+/g)) words.add(word);
  };
  visit({ ...scenario, define: undefined });
  return words;
}

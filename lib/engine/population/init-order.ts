import type { Expression } from "@/lib/domain/scenario";
import { compileExpression } from "../expressions";
import type { Computed } from "../expressions/contract";
import { definitionOf } from "../expressions/definition-call";
import { reachableDefinitions } from "../expressions/definitions";
import { taintOf } from "../expressions/taint";
import { noteWrite } from "../kit/note-write";
import { type Compiler, type Evaluate, type SourceLocation } from "../kit/compiler";
import { environmentNames, parameterNames } from "../kit/names";
import { rowOf, type Schema, type TableKind, type Type } from "../base/types";
import type { InitContext } from "./contract";

const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

/** Replaces the text literals of a source by blanks of the same length. */
const blankStrings = (source: string): string =>
  source.replace(STRING, (text) => " ".repeat(text.length));

/** Reports an init that reads tables created later: they would always be empty. */
export function checkInitOrder(
  source: Expression,
  {
    table,
    pointer,
    compiler,
  }: { readonly table: string; readonly pointer: string; readonly compiler: Compiler },
): void {
  if (typeof source !== "string") return;
  const order = compiler.tables.map(({ name }) => name);
  const later = compiler.tables
    .slice(Math.max(0, order.indexOf(table)))
    .filter(({ kind }) => kind !== "world");
  for (const { name, kind } of later) {
    const message =
      `\`${name}\` is not there yet when \`${table}\` is made: the world comes first, then ` +
      "tables, agents and networks, each in declared order.";
    const from = findTable(source, { name, kind });
    if (from !== undefined)
      compiler.reportSourceProblems(pointer, [{ message, from, length: name.length }]);
    for (const [definition, at] of reachableDefinitions(source, compiler.schema)) {
      const body = definitionOf(compiler.schema, definition)?.source ?? "";
      if (findTable(body, { name, kind }) !== undefined)
        compiler.reportSourceProblems(pointer, [
          { ...at, message: `\`${definition}\` cannot be used here: ${message}` },
        ]);
    }
  }
}

/** Returns where a source reads a table; undefined if it does not. */
function findTable(
  source: string,
  { name, kind }: { readonly name: string; readonly kind: TableKind },
): number | undefined {
  const found =
    kind === "network"
      ? new RegExp(`\\(\\s*['"]${name}['"]`).exec(source)
      : new RegExp(`(?<![.\\w])${name}\\b`).exec(blankStrings(source));
  return found === null ? undefined : found.index + found[0].indexOf(name);
}

/**
 * Returns the location of an attribute's init: `self` is the unfinished row, with the attributes
 * declared before this one.
 */
export function initLocation(
  pointer: string,
  { name, table, compiler }: InitContext,
): SourceLocation & { readonly schema: Schema } {
  const { scenario, schema } = compiler;
  // The world row is created from parameters alone.
  const around = table.kind === "world" ? parameterNames(scenario) : environmentNames(scenario);
  const names = { ...around, self: rowOf(table.name) };
  const shape = schema.tables[table.name];
  if (shape === undefined) return { pointer, names, schema };
  const declared = Object.keys(table.attributes);
  const later = new Set(declared.slice(declared.indexOf(name)));
  const fields = Object.fromEntries(
    Object.entries(shape.fields).filter(([field]) => !later.has(field)),
  );
  return {
    pointer,
    names,
    schema: { ...schema, tables: { ...schema.tables, [table.name]: { ...shape, fields } } },
  };
}

/**
 * Compiles the expression of an init. Reading an attribute of the same row that is declared later,
 * the most likely mistake, has a message of its own.
 */
export function compileInitExpression(
  source: Expression,
  {
    location,
    context,
    expected,
  }: { readonly location: SourceLocation; readonly context: InitContext; readonly expected: Type },
): Evaluate<Computed> {
  const { name, table, compiler } = context;
  if (table.generated)
    checkInitOrder(source, { table: table.name, pointer: location.pointer, compiler });
  const mistake =
    typeof source === "string"
      ? findLaterAttribute(source, { location, context, expected })
      : undefined;
  if (mistake === undefined) {
    const { type, evaluate } = compiler.compileTyped(source, location, expected);
    // Of its own row, an init may use everything: the attribute is declared to be as visible as it
    // is. What other rows keep private is another matter.
    noteWrite(compiler, {
      taint: taintOf(type).filter(({ owner }) => owner !== "self"),
      table: table.name,
      attribute: name,
      owner: "self",
      pointer: location.pointer,
    });
    return evaluate;
  }
  compiler.reportSourceProblems(location.pointer, [mistake]);
  return () => null;
}

function findLaterAttribute(
  source: string,
  {
    location: { names, schema },
    context: { name, table, compiler },
    expected,
  }: { readonly location: SourceLocation; readonly context: InitContext; readonly expected: Type },
) {
  if (
    schema === undefined ||
    compileExpression(source, schema, names, expected).ok ||
    !compileExpression(source, compiler.schema, names, expected).ok
  )
    return undefined;
  const bare = blankStrings(source);
  const declared = Object.keys(table.attributes);
  for (const later of declared.slice(declared.indexOf(name))) {
    const found = new RegExp(`\\bself\\s*\\.\\s*${later}\\b`).exec(bare);
    if (found === null) continue;
    const message =
      later === name
        ? "An attribute cannot begin with its own value."
        : `\`${later}\` is declared after \`${name}\`: an init may use the attributes before it.`;
    return { message, from: found.index, length: found[0].length };
  }
  return undefined;
}

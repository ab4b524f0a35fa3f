import {
  type Expression,
  toJsonPointer,
  type Scenario,
  type ScenarioProblem,
} from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import { BoundsError, compileExpression, EvaluationError } from "../expressions";
import type { Compiled, Computed, Names, Scope, SourceNotes } from "../expressions/contract";
import { type Audience, describeTaint, taintOf, unreadableSources } from "../expressions/taint";
import { withoutNull } from "../expressions/type-rules";
import type { Row } from "../base/row";
import { compileTemplate, type Reader } from "../templates";
import type { MayRead, TemplateViewer } from "../templates/contract";
import { LIMITS } from "../base/limits";
import {
  ANY,
  BOOLEAN,
  NUMBER,
  type Schema,
  type SourceProblem,
  type Taint,
  type Type,
} from "../base/types";
import { type TableDefinition, tableDefinitions } from "../world/definition";
import { type EvaluationContext, ScenarioRuntimeError, createScope } from "./evaluation-context";
import { type DeclaredTable, declaredTables, deriveSchema } from "../base/schema";
import { type TurnTables, turnTables } from "./turn-tables";
import { compileVisibility } from "./visibility";

/**
 * The location of a source in the document, with the names and the part of the schema that it may
 * use.
 */
export type SourceLocation = {
  readonly pointer: string;
  readonly names: Names;
  readonly schema?: Schema;
};

/** A compiled expression: its type, with the private attributes that it depends on as taint. */
export type TypedExpression = Pick<Compiled, "type" | "path" | "constant"> & {
  readonly evaluate: Evaluate<Computed>;
};

/** A compiled list of rows; `taint` is that of their choice. */
export type CompiledRows = {
  readonly table: string | undefined;
  readonly taint: Taint;
  readonly evaluate: Evaluate<readonly Row[]>;
};

export type Evaluate<Result> = (context: EvaluationContext) => Result;
export type RenderTemplate = (context: EvaluationContext, viewer: TemplateViewer) => string;

/** Returns the location of a part of `location`. */
export const childLocation = (
  location: SourceLocation,
  ...path: readonly (string | number)[]
): SourceLocation => ({
  ...location,
  pointer: location.pointer + toJsonPointer(path),
});

export const withNames = (location: SourceLocation, names: Names): SourceLocation => ({
  ...location,
  names: { ...location.names, ...names },
});

/**
 * Adds the location to an error of an expression or template; any other error is a defect and is
 * returned unchanged.
 */
function locateError(error: unknown, pointer: string, source: string): unknown {
  if (error instanceof EvaluationError || error instanceof BoundsError)
    return new ScenarioRuntimeError(error.message, pointer, source);
  return error;
}

/**
 * Wraps a compiled source as a function of the evaluation context; `source` appears in messages.
 */
export const toEvaluator =
  <Result>(pointer: string, source: string, evaluate: (scope: Scope) => Result): Evaluate<Result> =>
  (context) => {
    const { budget } = context;
    // What one expression may not use is set aside while it is evaluated.
    const reserve = Math.max(0, budget.steps - LIMITS.expressionSteps);
    budget.steps -= reserve;
    try {
      return evaluate(createScope(context, pointer));
    } catch (error) {
      throw locateError(error, pointer, source);
    } finally {
      budget.steps += reserve;
    }
  };

/**
 * A place where private attributes are made public on purpose: by `reveal(…)`, or by an effect that
 * stores them, or what depends on them, where more can see it.
 */
export type Revelation = {
  readonly pointer: string;
  /** Characters of the expression in `reveal(…)`; undefined for a value that is stored. */
  readonly position?: { readonly from: number; readonly length: number };
  /** The attributes, as `Colleague.minutes`. */
  readonly attributes: readonly string[];
};

type Findings = {
  readonly problems: ScenarioProblem[];
  readonly uncertain: ScenarioProblem[];
  readonly deprecations: ScenarioProblem[];
  readonly warnings: ScenarioProblem[];
  readonly revelations: Revelation[];
};
const noFindings = (): Findings => ({
  problems: [],
  uncertain: [],
  deprecations: [],
  warnings: [],
  revelations: [],
});

const attributeNames = (taint: Taint): readonly string[] => [
  ...new Set(taint.map(({ table, attribute }) => `${table}.${attribute}`)),
];

/** Notes of one source, or of the fields of a view. */
export type LocatedNotes = Pick<Findings, "deprecations" | "warnings" | "revelations">;

/** Locates what compiling the source at `pointer` noted. */
export function locateNotes(
  pointer: string,
  { deprecations, warnings, revelations }: SourceNotes,
): LocatedNotes {
  const locate = ({ from, length, ...problem }: SourceProblem): ScenarioProblem => ({
    pointer,
    ...problem,
    position: { from, length },
  });
  return {
    deprecations: deprecations.map(locate),
    warnings: warnings.map(locate),
    revelations: revelations.map(({ from, length, taint, definition }) => ({
      pointer: definition === undefined ? pointer : toJsonPointer(["define", definition, "value"]),
      position: { from, length },
      attributes: attributeNames(taint),
    })),
  };
}

/**
 * Compiles the sources of one scenario. Never throws for an invalid scenario: collects problems
 * with their locations.
 */
export class Compiler {
  readonly schema: Schema;
  /** The tables of the world, as declared and as stored. */
  readonly tables: readonly DeclaredTable[];
  readonly definitions: readonly TableDefinition[];
  readonly turnTables: TurnTables;
  private readonly mayRead: MayRead;
  private found = noFindings();

  constructor(readonly scenario: Scenario) {
    this.turnTables = turnTables(scenario);
    this.schema = deriveSchema(scenario, this.turnTables);
    this.tables = declaredTables(scenario, this.turnTables);
    this.definitions = tableDefinitions(scenario, this.turnTables);
    this.mayRead = compileVisibility(scenario);
  }

  /**
   * All problems so far. Uncertain ones count only when no others exist, because they may follow
   * from another mistake.
   */
  get problems(): readonly ScenarioProblem[] {
    return this.found.problems.length > 0 ? this.found.problems : this.found.uncertain;
  }

  /**
   * What documents that are stored already may say, but new ones may not, because it leaks private
   * attributes or does not compute what it seems to.
   */
  get deprecations(): readonly ScenarioProblem[] {
    return this.found.deprecations;
  }

  /** What is valid, but probably not meant. */
  get warnings(): readonly ScenarioProblem[] {
    return this.found.warnings;
  }

  get revelations(): readonly Revelation[] {
    return this.found.revelations;
  }

  addNotes({ deprecations, warnings, revelations }: LocatedNotes): void {
    this.found.deprecations.push(...deprecations);
    this.found.warnings.push(...warnings);
    this.found.revelations.push(...revelations);
  }

  reportWarning(pointer: string, message: string): void {
    this.found.warnings.push({ pointer, message });
  }

  /**
   * Reports a value that reveals private attributes to an audience that must not know. `where`
   * says where they would be seen, after "and": "this is shown to another agent".
   */
  checkAudience(
    pointer: string,
    {
      taint,
      audience,
      where,
    }: { readonly taint: Taint; readonly audience: Audience; readonly where: string },
  ): void {
    const secret = unreadableSources(taint, audience);
    if (secret.length === 0) return;
    this.found.deprecations.push({
      pointer,
      message:
        `This depends on ${describeTaint(secret)}, and ${where}. Write \`reveal(…)\` around ` +
        "it, or " +
        "around the part that others may know, to make it public on purpose.",
    });
  }

  /** Notes a value that is stored where those who must not learn `taint` can see it. */
  noteStored(pointer: string, taint: Taint, audience: Audience): void {
    const secret = unreadableSources(taint, audience);
    if (secret.length > 0)
      this.found.revelations.push({ pointer, attributes: attributeNames(secret) });
  }

  declaredTable(table: string): DeclaredTable | undefined {
    return this.tables.find(({ name }) => name === table);
  }

  definition(table: string): TableDefinition | undefined {
    return this.definitions.find(({ name }) => name === table);
  }

  addProblem(reportProblem: ScenarioProblem): void {
    this.found.problems.push(reportProblem);
  }

  reportProblem(pointer: string, message: string, suggestion?: string): void {
    this.addProblem({ pointer, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Reports a source whose type cannot be determined. */
  reportUncertain(pointer: string, message: string): void {
    this.found.uncertain.push({ pointer, message });
  }

  reportSourceProblems(pointer: string, problems: readonly SourceProblem[]): void {
    for (const { message, from, length, suggestion, isUncertain } of problems)
      (isUncertain ? this.found.uncertain : this.found.problems).push({
        pointer,
        message,
        position: { from, length },
        ...(suggestion === undefined ? {} : { suggestion }),
      });
  }

  /** Reports a name that is not among the known ones. Returns whether it is known. */
  checkKnown(
    pointer: string,
    {
      what,
      name,
      names,
    }: { readonly what: string; readonly name: string; readonly names: readonly string[] },
  ): boolean {
    if (names.includes(name)) return true;
    const suggestion = nearest(name, names);
    const others =
      suggestion === undefined && names.length > 0 && names.length <= 8
        ? ` Available: ${names.join(", ")}.`
        : "";
    this.reportProblem(pointer, `Unknown ${what}: \`${name}\`.${others}`, suggestion);
    return false;
  }

  /**
   * Compiles for sources that belong to no single agent type: valid when valid for one type;
   * otherwise reports the type with the fewest problems.
   */
  tryForAgentTypes(agentTypes: readonly string[], compile: (agentType: string) => void): void {
    const before = this.found;
    let fewest: Findings | undefined;
    for (const agentType of agentTypes) {
      this.found = noFindings();
      compile(agentType);
      if (fewest === undefined || rank(this.found) < rank(fewest)) fewest = this.found;
    }
    this.found = before;
    before.problems.push(...(fewest?.problems ?? []));
    before.uncertain.push(...(fewest?.uncertain ?? []));
    if (fewest !== undefined) this.addNotes(fewest);
  }

  /**
   * Compiles an expression and returns its type; type any when it has a problem, so that one
   * mistake gives one message.
   */
  compileTyped(
    expression: Expression,
    { pointer, names, schema = this.schema }: SourceLocation,
    expected?: Type,
  ): TypedExpression {
    const result = compileExpression(expression, schema, names, expected);
    if (!result.ok) return { type: ANY, evaluate: this.reportFailure(result.problems, pointer) };
    const { compiled } = result;
    this.addNotes(locateNotes(pointer, compiled.notes));
    return {
      type: compiled.type,
      ...(compiled.path === undefined ? {} : { path: compiled.path }),
      ...(compiled.constant === undefined ? {} : { constant: compiled.constant }),
      evaluate: toEvaluator(pointer, compiled.source, (scope) => compiled.evaluate(scope)),
    };
  }

  compileValue(
    expression: Expression,
    location: SourceLocation,
    expected?: Type,
  ): Evaluate<Computed> {
    return this.compileTyped(expression, location, expected).evaluate;
  }

  /**
   * Compiles an expression of a list of rows or, unless `onlyLists`, one row, to a list; null is an
   * empty list. `wrong` gives the message for other types. An undefined table has been reported.
   */
  compileRows(
    expression: Expression,
    location: SourceLocation,
    {
      wrong,
      onlyLists = false,
    }: { readonly wrong: (type: Type) => string; readonly onlyLists?: boolean | undefined },
  ): CompiledRows {
    const { type: declaredTable, evaluate } = this.compileTyped(expression, location);
    const type = withoutNull(declaredTable);
    const item =
      type.kind === "list"
        ? withoutNull(type.of)
        : onlyLists && type.kind === "row"
          ? undefined
          : type;
    if (item?.kind === "any")
      this.reportUncertain(location.pointer, `The table of the rows “${expression}” is unknown.`);
    else if (item?.kind !== "row") this.reportProblem(location.pointer, wrong(type));
    return {
      table: item?.kind === "row" ? item.table : undefined,
      taint: taintOf(declaredTable),
      evaluate: (context) => toRows(evaluate(context)),
    };
  }

  compileCondition(expression: Expression, location: SourceLocation): Evaluate<boolean> {
    if (typeof expression === "boolean") return () => expression;
    const evaluate = this.compileValue(expression, location, BOOLEAN);
    return (context) => evaluate(context) === true;
  }

  compileNumber(expression: Expression, location: SourceLocation): Evaluate<number> {
    if (typeof expression === "number") return () => expression;
    const evaluate = this.compileValue(expression, location, NUMBER);
    return (context) => {
      const compileValue = evaluate(context);
      if (typeof compileValue === "number" && Number.isFinite(compileValue)) return compileValue;
      throw new ScenarioRuntimeError(
        "The result is not a finite number.",
        location.pointer,
        String(expression),
      );
    };
  }

  /** Compiles a template for the intended `reader`. */
  compileText(
    template: string,
    { pointer, names, schema = this.schema }: SourceLocation,
    reader: Reader,
  ): RenderTemplate {
    const result = compileTemplate(template, schema, names, this.mayRead, reader);
    if (!result.ok) return this.reportFailure(result.problems, pointer);
    const { compiled, deprecations, revelations } = result;
    this.addNotes(locateNotes(pointer, { deprecations, warnings: [], revelations }));
    return (context, viewer) => {
      try {
        return compiled.render(createScope(context, pointer), viewer);
      } catch (error) {
        throw locateError(error, pointer, template);
      }
    };
  }

  private reportFailure(problems: readonly SourceProblem[], pointer: string): () => never {
    this.reportSourceProblems(pointer, problems);
    return () => {
      throw new TypeError(`${pointer} was not compiled.`);
    };
  }
}

const rank = ({ problems, deprecations }: Findings): number =>
  problems.length * 1_000_000 + deprecations.length;

function toRows(value: Computed): readonly Row[] {
  const all = value as Row | null | readonly (Row | null)[];
  if (!Array.isArray(all)) return all === null ? [] : [all as Row];
  return all.includes(null) ? all.filter((row) => row !== null) : all;
}

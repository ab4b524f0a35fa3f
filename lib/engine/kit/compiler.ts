import {
  type Expression,
  toJsonPointer,
  type Scenario,
  type ScenarioProblem,
} from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import { BoundsError, compileExpression, EvaluationError } from "../expressions";
import type { Computed, Names, Scope } from "../expressions/contract";
import { present } from "../expressions/type-rules";
import type { Row } from "../base/row";
import { compileTemplate, type Reader } from "../templates";
import type { MayRead, Viewer } from "../templates/contract";
import { ANY, BOOLEAN, NUMBER, type Schema, type SourceProblem, type Type } from "../base/types";
import { type TableDefinition, tableDefinitions } from "../world/definition";
import { type Moment, MomentError, scopeAt } from "./evaluation-context";
import { type Declared, declaredTables, schemaOf } from "../base/schema";
import { type TurnTables, turnTables } from "./turn-tables";
import { mayReadOf } from "./visibility";

/** Where a piece of source stands in the document, and what it may use there: the names, and the whole schema or a part of it. */
export type Place = { readonly pointer: string; readonly names: Names; readonly schema?: Schema };

export type Evaluate<Result> = (moment: Moment) => Result;
export type Render = (moment: Moment, viewer: Viewer) => string;

/** The place of a part of what stands at `place`. */
export const inside = (place: Place, ...path: readonly (string | number)[]): Place => ({
  ...place,
  pointer: place.pointer + toJsonPointer(path),
});

export const withNames = (place: Place, names: Names): Place => ({
  ...place,
  names: { ...place.names, ...names },
});

/** Turns an error of an expression or template into one that knows its place; anything else is a mistake of ours. */
function placed(error: unknown, pointer: string, source: string): unknown {
  if (error instanceof EvaluationError || error instanceof BoundsError)
    return new MomentError(error.message, pointer, source);
  return error;
}

/** What is compiled, as a function of the moment; `source` is what messages call it. */
export const evaluated =
  <Result>(pointer: string, source: string, evaluate: (scope: Scope) => Result): Evaluate<Result> =>
  (moment) => {
    try {
      return evaluate(scopeAt(moment, pointer));
    } catch (error) {
      throw placed(error, pointer, source);
    }
  };

type Findings = { readonly problems: ScenarioProblem[]; readonly doubts: ScenarioProblem[] };
const nothing = (): Findings => ({ problems: [], doubts: [] });

/** Compiles the sources of one scenario. Never throws for what a scenario says: what is wrong is collected, with its place. */
export class Compiler {
  readonly schema: Schema;
  /** The tables of the world as they are declared, and as they are stored. */
  readonly tables: readonly Declared[];
  readonly definitions: readonly TableDefinition[];
  readonly turnTables: TurnTables;
  private readonly mayRead: MayRead;
  private found = nothing();

  constructor(readonly scenario: Scenario) {
    this.turnTables = turnTables(scenario);
    this.schema = schemaOf(scenario, this.turnTables);
    this.tables = declaredTables(scenario, this.turnTables);
    this.definitions = tableDefinitions(scenario, this.turnTables);
    this.mayRead = mayReadOf(scenario);
  }

  /** Everything found so far. Doubts count only when there is nothing else, because they may follow from another mistake. */
  get problems(): readonly ScenarioProblem[] {
    return this.found.problems.length > 0 ? this.found.problems : this.found.doubts;
  }

  declared(table: string): Declared | undefined {
    return this.tables.find(({ name }) => name === table);
  }

  definition(table: string): TableDefinition | undefined {
    return this.definitions.find(({ name }) => name === table);
  }

  add(problem: ScenarioProblem): void {
    this.found.problems.push(problem);
  }

  problem(pointer: string, message: string, suggestion?: string): void {
    this.add({ pointer, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Reports that a piece of source says too little of what it yields. */
  doubt(pointer: string, message: string): void {
    this.found.doubts.push({ pointer, message });
  }

  sourceProblems(pointer: string, problems: readonly SourceProblem[]): void {
    for (const { message, from, length, suggestion } of problems)
      this.add({
        pointer,
        message,
        position: { from, length },
        ...(suggestion === undefined ? {} : { suggestion }),
      });
  }

  /** Reports a name that is not among the known ones. True when it is. */
  known(pointer: string, what: string, name: string, names: readonly string[]): boolean {
    if (names.includes(name)) return true;
    const suggestion = nearest(name, names);
    const others =
      suggestion === undefined && names.length > 0 && names.length <= 8
        ? ` There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`
        : "";
    this.problem(pointer, `There is no ${what} \`${name}\`.${others}`, suggestion);
    return false;
  }

  /** For what belongs to no agent type in particular: fine when it makes sense for one of them, and otherwise the fewest problems count. */
  forSome(agentTypes: readonly string[], compile: (agentType: string) => void): void {
    const before = this.found;
    let fewest: Findings | undefined;
    for (const agentType of agentTypes) {
      this.found = nothing();
      compile(agentType);
      if (fewest === undefined || this.found.problems.length < fewest.problems.length)
        fewest = this.found;
    }
    this.found = before;
    before.problems.push(...(fewest?.problems ?? []));
    before.doubts.push(...(fewest?.doubts ?? []));
  }

  /** The expression and the type of its result; any type when it has a problem, so that one mistake gives one message. */
  typed(
    expression: Expression,
    { pointer, names, schema = this.schema }: Place,
    expected?: Type,
  ): { readonly type: Type; readonly evaluate: Evaluate<Computed> } {
    const result = compileExpression(expression, schema, names, expected);
    if (!result.ok) return { type: ANY, evaluate: this.failed(result.problems, pointer) };
    const { compiled } = result;
    return {
      type: compiled.type,
      evaluate: evaluated(pointer, compiled.source, (scope) => compiled.evaluate(scope)),
    };
  }

  value(expression: Expression, place: Place, expected?: Type): Evaluate<Computed> {
    return this.typed(expression, place, expected).evaluate;
  }

  /**
   * An expression that yields a list of rows or, unless `onlyLists`, one row, as a list; nothing is an empty list. `wrong` says what to
   * report of anything else. Where the table is undefined, that is reported.
   */
  rows(
    expression: Expression,
    place: Place,
    wrong: (type: Type) => string,
    onlyLists = false,
  ): { readonly table: string | undefined; readonly evaluate: Evaluate<readonly Row[]> } {
    const { type: declared, evaluate } = this.typed(expression, place);
    const type = present(declared);
    const item =
      type.kind === "list" ? present(type.of) : onlyLists && type.kind === "row" ? undefined : type;
    if (item?.kind === "any")
      this.doubt(
        place.pointer,
        `It cannot be known of which table the rows of “${expression}” are.`,
      );
    else if (item?.kind !== "row") this.problem(place.pointer, wrong(type));
    return {
      table: item?.kind === "row" ? item.table : undefined,
      evaluate: (moment) => rowsIn(evaluate(moment)),
    };
  }

  truth(expression: Expression, place: Place): Evaluate<boolean> {
    if (typeof expression === "boolean") return () => expression;
    const evaluate = this.value(expression, place, BOOLEAN);
    return (moment) => evaluate(moment) === true;
  }

  number(expression: Expression, place: Place): Evaluate<number> {
    if (typeof expression === "number") return () => expression;
    const evaluate = this.value(expression, place, NUMBER);
    return (moment) => {
      const value = evaluate(moment);
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw new MomentError(
        "The result is not a finite number.",
        place.pointer,
        String(expression),
      );
    };
  }

  /** A template, for the eyes of `reader`. */
  text(template: string, { pointer, names, schema = this.schema }: Place, reader: Reader): Render {
    const result = compileTemplate(template, schema, names, this.mayRead, reader);
    if (!result.ok) return this.failed(result.problems, pointer);
    const { compiled } = result;
    return (moment, viewer) => {
      try {
        return compiled.render(scopeAt(moment, pointer), viewer);
      } catch (error) {
        throw placed(error, pointer, template);
      }
    };
  }

  private failed(problems: readonly SourceProblem[], pointer: string): () => never {
    this.sourceProblems(pointer, problems);
    return () => {
      throw new TypeError(`${pointer} was not compiled.`);
    };
  }
}

function rowsIn(value: Computed): readonly Row[] {
  const all = value as Row | null | readonly (Row | null)[];
  if (!Array.isArray(all)) return all === null ? [] : [all as Row];
  return all.includes(null) ? all.filter((row) => row !== null) : all;
}

import { type Expression, toJsonPointer, type Table, type Value } from "@/lib/domain/scenario";
import {
  checkInitOrder,
  constantProblem,
  type DatasetRow,
  type Datasets,
  openDataset,
  rowSampler,
} from "../population";
import { drawsFor } from "../random";
import type { Draws } from "../base/row";
import type { Compiler, Evaluate, SourceLocation } from "../kit/compiler";
import { LIMITS } from "../base/limits";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import { toStoredValue, type RowOperations } from "../population/row-operations";
import { shouldYield, type Interruptible } from "../base/interruptible";
import { requiresValue, getOwn } from "../base/schema";
import type { StepContexts } from "../population/step-contexts";
import { compileTies } from "./ties";

/**
 * Creates the world of a run: the world's row, tables, agents and networks, each in declared order.
 */
export type Setup = (contexts: StepContexts) => Interruptible<void>;

export function compileSetup(compiler: Compiler, rows: RowOperations): Setup {
  const { tables, agents, networks } = compiler.scenario;
  const filled = [
    ...Object.entries(tables).map(([name, table]) => {
      checkInlineRows(name, table, compiler);
      return {
        name,
        pointer: toJsonPointer(["tables", name]),
        inline: table.rows ?? [],
        sources: compileSources({ name, section: "tables", table, compiler }),
      };
    }),
    ...Object.entries(agents).map(([name, type]) => {
      const pointer = toJsonPointer(["agents", name]);
      if (type.count === undefined && type.dataset === undefined)
        compiler.reportProblem(
          pointer,
          `\`count\` is missing: \`${name}\` needs a \`count\` or a \`dataset\`.`,
        );
      return {
        name,
        pointer,
        inline: [],
        sources: compileSources({ name, section: "agents", table: type, compiler }),
      };
    }),
  ];
  const tied = Object.entries(networks).map(([name, network]) => ({
    name,
    ties: compileTies(name, network, compiler),
  }));
  return function* (contexts) {
    const drawsOf = (id: string) => drawsFor(contexts.seed, 0, "setup", id);
    const add = (table: string, given?: Readonly<Record<string, Value>>, from?: DatasetRow) =>
      rows.make(table, contexts.environment(LIMITS.contextSteps), drawsOf, given, from);
    add("world");
    for (const { name, pointer, inline, sources } of filled) {
      inline.forEach((cells, position) =>
        add(
          name,
          evaluateCells(name, {
            cells,
            pointer: `${pointer}/rows/${position}`,
            rows,
            context: contexts.environment(),
          }),
        ),
      );
      const { count, from } = sources(contexts.environment(), contexts.datasets);
      for (let made = 0; made < count; made += 1) {
        if (shouldYield(made)) yield;
        add(
          name,
          undefined,
          from?.(made, () => drawsOf(contexts.world.nextId(name))),
        );
      }
    }
    for (const { name, ties } of tied) {
      let made = 0;
      for (const { source, target, from } of yield* ties(contexts)) {
        if (shouldYield((made += 1))) yield;
        add(name, { source, target }, from);
      }
    }
  };
}

/**
 * Number of rows to generate, and the dataset row that each is made from; `draws` are those of the
 * new row.
 */
type RowSources = {
  readonly count: number;
  readonly from?: (made: number, draws: () => Draws) => DatasetRow;
};

/**
 * Compiles the sources of a table's rows. Dataset rows are used once each, or sampled with
 * replacement if a count or weights are given.
 */
function compileSources({
  name,
  section,
  table: { count, dataset },
  compiler,
}: {
  readonly name: string;
  readonly section: string;
  readonly table: Pick<Table, "count" | "dataset">;
  readonly compiler: Compiler;
}): (context: EvaluationContext, datasets: Datasets) => RowSources {
  const wanted = compileCount({ table: name, section, count, compiler });
  if (dataset === undefined) return (context) => ({ count: wanted(context) });
  const at = (part: string): string => toJsonPointer([section, name, "dataset", part]);
  return (context, datasets) => {
    const opened = openDataset(dataset.name, datasets, at("name"));
    if (count === undefined && dataset.weight === undefined)
      return { count: opened.size, from: (made) => opened.row(made) };
    const sample = rowSampler(
      opened,
      dataset.weight,
      at(dataset.weight === undefined ? "name" : "weight"),
    );
    return {
      count: count === undefined ? opened.size : wanted(context),
      from: (_, draws) => opened.row(sample(draws())),
    };
  };
}

/** Compiles the number of rows to generate; 0 if undefined. */
function compileCount({
  table,
  section,
  count,
  compiler,
}: {
  readonly table: string;
  readonly section: string;
  readonly count: Expression | undefined;
  readonly compiler: Compiler;
}): Evaluate<number> {
  if (count === undefined) return () => 0;
  const location: SourceLocation = {
    pointer: toJsonPointer([section, table, "count"]),
    names: environmentNames(compiler.scenario),
  };
  checkInitOrder(count, { table, pointer: location.pointer, compiler });
  if (typeof count === "number" && (count < 0 || !Number.isInteger(count)))
    compiler.reportProblem(location.pointer, "This must be a whole number of at least 0.");
  const evaluate = compiler.compileNumber(count, location);
  return (context) => {
    const value = evaluate(context);
    if (Number.isInteger(value) && value >= 0 && value <= LIMITS.rows) return value;
    throw new ScenarioRuntimeError(
      `The number of rows must be a whole number from 0 to ${LIMITS.rows}, not ${value}.`,
      location.pointer,
      String(count),
    );
  };
}

/** Checks inline rows: known attributes, valid values, and no required value missing. */
function checkInlineRows(
  table: string,
  { rows = [], attributes }: Table,
  compiler: Compiler,
): void {
  const needed = Object.entries(attributes).flatMap(([name, attribute]) =>
    requiresValue(attribute) ? [name] : [],
  );
  rows.forEach((row, index) => {
    const at = (...path: readonly string[]): string =>
      toJsonPointer(["tables", table, "rows", index, ...path]);
    for (const [name, value] of Object.entries(row)) {
      const attribute = getOwn(attributes, name);
      if (attribute === undefined) {
        compiler.checkKnown(at(name), {
          what: `attribute of ${table}`,
          name,
          names: Object.keys(attributes),
        });
        continue;
      }
      const problem = constantProblem(name, attribute, value);
      if (problem !== undefined) compiler.reportProblem(at(name), problem);
    }
    for (const name of needed)
      if (!Object.hasOwn(row, name)) compiler.reportProblem(at(), `\`${name}\` is missing.`);
  });
}

function evaluateCells(
  table: string,
  {
    cells,
    pointer,
    rows,
    context,
  }: {
    readonly cells: Readonly<Record<string, Value>>;
    readonly pointer: string;
    readonly rows: RowOperations;
    readonly context: EvaluationContext;
  },
): Record<string, Value> {
  const given: Record<string, Value> = {};
  for (const [attribute, value] of Object.entries(cells)) {
    const store = rows.store(table, attribute);
    if (store) given[attribute] = toStoredValue(store, value, context, `${pointer}/${attribute}`);
  }
  return given;
}

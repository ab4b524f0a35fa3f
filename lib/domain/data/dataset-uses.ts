import {
  type Attribute,
  type Init,
  toJsonPointer,
  type Scenario,
  type ScenarioProblem,
} from "../scenario";
import { nearest } from "../text/nearest";

/** A reference of a scenario to a dataset or to one of its columns. */
export type DatasetUse = {
  readonly dataset: string;
  readonly column: string | undefined;
  readonly pointer: string;
};

type DatasetSource = {
  readonly name: string;
  readonly weight?: string | undefined;
  readonly source?: string | undefined;
  readonly target?: string | undefined;
};

/** Returns every reference to a dataset or a column, in document order. */
export function datasetUses({ agents, tables, networks }: Scenario): readonly DatasetUse[] {
  const uses: DatasetUse[] = [];
  for (const [section, declared] of Object.entries({ agents, tables, networks })) {
    for (const [name, { dataset, attributes }] of Object.entries<{
      dataset?: DatasetSource | undefined;
      attributes: Readonly<Record<string, Attribute>>;
    }>(declared)) {
      if (dataset === undefined) continue;
      const at = (...path: readonly string[]): string => toJsonPointer([section, name, ...path]);
      const note = (column: string | undefined, ...path: readonly string[]): void =>
        void uses.push({ dataset: dataset.name, column, pointer: at(...path) });
      note(undefined, "dataset", "name");
      for (const part of ["weight", "source", "target"] as const)
        if (dataset[part] !== undefined) note(dataset[part], "dataset", part);
      for (const [attribute, { init }] of Object.entries(attributes)) {
        for (const { column, path } of columnsOf(init, []))
          note(column, "attributes", attribute, "init", ...path);
      }
    }
  }
  return uses;
}

/** Columns that an init reads, including conditional tables. */
function columnsOf(
  init: Init | undefined,
  path: readonly string[],
): { readonly column: string; readonly path: readonly string[] }[] {
  if (typeof init !== "object") return [];
  if ("column" in init)
    return [
      { column: init.column, path: [...path, "column"] },
      ...columnsOf(init.otherwise, [...path, "otherwise"]),
    ];
  if (!("given" in init)) return [];
  const cases = Object.entries(init.cases).flatMap(([key, inner]) =>
    columnsOf(inner, [...path, "cases", key]),
  );
  return [...cases, ...columnsOf(init.otherwise, [...path, "otherwise"])];
}

/**
 * Returns the columns used of each dataset; only these need to be loaded.
 */
export function usedColumns(scenario: Scenario): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const { dataset, column } of datasetUses(scenario)) {
    const columns = used.get(dataset) ?? new Set<string>();
    used.set(dataset, columns);
    if (column !== undefined) columns.add(column);
  }
  return used;
}

/**
 * Reports references to missing datasets and columns. `columns` holds those of all known datasets.
 */
export function findDatasetProblems(
  scenario: Scenario,
  columns: ReadonlyMap<string, readonly string[]>,
): ScenarioProblem[] {
  return datasetUses(scenario).flatMap(({ dataset, column, pointer }) => {
    const known = columns.get(dataset);
    if (column === undefined) {
      if (known !== undefined) return [];
      const names = [...columns.keys()];
      const listed = listNames("Available datasets", names);
      const message = `No dataset is named “${dataset}”.${listed} Upload it on the Data page.`;
      return [withSuggestion({ pointer, message }, dataset, names)];
    }
    if (known === undefined || known.includes(column)) return [];
    const listed = listNames("Its columns", known);
    const message = `The dataset “${dataset}” has no column “${column}”.${listed}`;
    return [withSuggestion({ pointer, message }, column, known)];
  });
}

const MAX_LISTED = 12;

const listNames = (label: string, names: readonly string[]): string =>
  names.length > 0 && names.length <= MAX_LISTED ? ` ${label}: ${names.join(", ")}.` : "";

function withSuggestion(
  problem: ScenarioProblem,
  word: string,
  known: readonly string[],
): ScenarioProblem {
  const suggestion = nearest(word, known);
  return suggestion === undefined ? problem : { ...problem, suggestion };
}

import {
  type Attribute,
  type Init,
  toJsonPointer,
  type Scenario,
  type ScenarioProblem,
} from "../scenario";
import { nearest } from "../text/nearest";

/** One place of a scenario that names a dataset or one of its columns. */
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

/** Every dataset and every column of one that a scenario names, in the order of the document. */
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

/** The columns that an init reads, within conditional tables too. */
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
 * The columns that a scenario reads of each dataset that it names; only these need to be loaded.
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
 * What a scenario names that is not there. `columns` holds the columns of every dataset that there
 * is.
 */
export function findDatasetProblems(
  scenario: Scenario,
  columns: ReadonlyMap<string, readonly string[]>,
): ScenarioProblem[] {
  return datasetUses(scenario).flatMap(({ dataset, column, pointer }) => {
    const there = columns.get(dataset);
    if (column === undefined)
      return there === undefined
        ? [
            missing(
              pointer,
              `There is no dataset “${dataset}”.`,
              dataset,
              [...columns.keys()],
              "Upload it on the Data page.",
            ),
          ]
        : [];
    return there === undefined || there.includes(column)
      ? []
      : [
          missing(
            pointer,
            `The dataset “${dataset}” has no column “${column}”.`,
            column,
            there,
            "",
          ),
        ];
  });
}

const MAX_LISTED = 12;

function missing(
  pointer: string,
  message: string,
  word: string,
  known: readonly string[],
  advice: string,
): ScenarioProblem {
  const suggestion = nearest(word, known);
  const listed =
    known.length > 0 && known.length <= MAX_LISTED
      ? ` There ${known.length === 1 ? "is" : "are"} ${known.join(", ")}.`
      : "";
  return {
    pointer,
    message: [message + listed, advice].filter(Boolean).join(" "),
    ...(suggestion !== undefined && { suggestion }),
  };
}

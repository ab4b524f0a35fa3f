import { usedColumns, type DataTable, findDatasetProblems, toPlainNumber } from "@/lib/domain/data";
import { samples, sampleTable } from "@/lib/domain/gallery/samples";
import type { Scenario, ScenarioProblem } from "@/lib/domain/scenario";
import type { Datasets } from "@/lib/engine";
import type { DatasetStore, StoredDataset } from "./ports";
import { sampleId, sampleNameOf } from "./to-dataset";

/** Datasets pinned by a run: name in its scenario → id, or `sample:NAME`. */
export type PinnedDatasets = Readonly<Record<string, string>>;

export type ResolvedDatasets =
  | { readonly ok: true; readonly pinned: PinnedDatasets }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * Resolves the datasets that a scenario names: the project's own, or else the sample of that name.
 * Checks names and columns.
 */
export async function resolveDatasets(
  datasets: Pick<DatasetStore, "listForProject">,
  projectId: string,
  scenario: Scenario,
): Promise<ResolvedDatasets> {
  const wanted = usedColumns(scenario);
  if (wanted.size === 0) return { ok: true, pinned: {} };
  const columns = new Map<string, readonly string[]>();
  const ids = new Map<string, string>();
  for (const { name } of samples()) {
    columns.set(name, sampleTable(name)?.columns ?? []);
    ids.set(name, sampleId(name));
  }
  for (const stored of await datasets.listForProject(projectId)) {
    columns.set(
      stored.name,
      stored.columns.map(({ name }) => name),
    );
    ids.set(stored.name, stored.id);
  }
  const problems = findDatasetProblems(scenario, columns);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    pinned: Object.fromEntries([...wanted.keys()].map((name) => [name, ids.get(name) ?? ""])),
  };
}

/**
 * Loads the datasets that a run's set-up reads. Leaves out those that no longer exist: the set-up
 * reports them.
 */
export async function loadDatasets(
  datasets: Pick<DatasetStore, "get" | "table">,
  pinned: PinnedDatasets,
  scenario: Scenario,
): Promise<Datasets> {
  const wanted = usedColumns(scenario);
  const loaded: Record<string, DataTable> = {};
  for (const [name, id] of Object.entries(pinned)) {
    const table = await loadTable(datasets, id, wanted.get(name) ?? new Set());
    if (table !== undefined) loaded[name] = table;
  }
  return loaded;
}

async function loadTable(
  datasets: Pick<DatasetStore, "get" | "table">,
  id: string,
  columns: ReadonlySet<string>,
): Promise<DataTable | undefined> {
  const sample = sampleNameOf(id);
  if (sample !== undefined) return sampleTable(sample);
  const stored = await datasets.get(id);
  return stored === null
    ? undefined
    : withPlainNumbers(stored, await datasets.table(stored, columns));
}

/** Writes decimal commas and thousands separators in the form that the engine reads. */
function withPlainNumbers({ columns }: StoredDataset, table: DataTable): DataTable {
  const styles = table.columns.map((name) => {
    const { decimalComma, thousands } = columns.find((column) => column.name === name) ?? {};
    if (decimalComma !== true && thousands === undefined) return undefined;
    return {
      decimal: decimalComma === true ? ("," as const) : ("." as const),
      ...(thousands !== undefined && { thousands }),
    };
  });
  if (styles.every((style) => style === undefined)) return table;
  return {
    columns: table.columns,
    rows: table.rows.map((row) =>
      row.map((cell, position) => {
        const style = styles[position];
        return style === undefined ? cell : toPlainNumber(cell, style);
      }),
    ),
  };
}

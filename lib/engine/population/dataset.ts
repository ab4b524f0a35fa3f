import type { DataTable } from "@/lib/domain/data";
import { ScenarioRuntimeError } from "../kit/evaluation-context";

/**
 * The rows of an uploaded table: cells as texts, in the order of the columns. Only columns that the
 * scenario reads need to be present.
 */
export type DatasetRows = DataTable;

/** The datasets of a run, by the names in its scenario. Needed only for the setup. */
export type Datasets = Readonly<Record<string, DatasetRows>>;

/** Reads one dataset while rows are created from it. */
export class DatasetReader {
  private readonly positions: ReadonlyMap<string, number>;

  constructor(
    readonly name: string,
    private readonly table: DatasetRows,
  ) {
    this.positions = new Map(table.columns.map((column, position) => [column, position]));
  }

  get size(): number {
    return this.table.rows.length;
  }

  row(index: number): DatasetRow {
    return new DatasetRow(this, index);
  }

  /** Returns the cells of a column. @throws ScenarioRuntimeError when the column does not exist */
  column(name: string, pointer: string): (index: number) => string {
    const position = this.positions.get(name);
    if (position === undefined)
      throw new ScenarioRuntimeError(
        `The dataset “${this.name}” has no column “${name}”. ` +
          `Its columns: ${this.table.columns.join(", ")}.`,
        pointer,
      );
    return (index) => this.table.rows[index]?.[position] ?? "";
  }
}

/** The dataset row that a row of the world is made from. */
export class DatasetRow {
  constructor(
    readonly dataset: DatasetReader,
    /** From 0. */
    readonly index: number,
  ) {}
}

/** Creates an error that locates a cell in the file. Rows count from 1, without the header line. */
export const cellError = (
  dataset: DatasetReader,
  {
    index,
    column,
    reason,
    pointer,
  }: {
    readonly index: number;
    readonly column: string;
    readonly reason: string;
    readonly pointer: string;
  },
): ScenarioRuntimeError =>
  new ScenarioRuntimeError(
    `Row ${index + 1} of the dataset “${dataset.name}”, column “${column}”: ${reason}`,
    pointer,
  );

/** Opens a dataset of the run. @throws ScenarioRuntimeError when it does not exist */
export function openDataset(name: string, datasets: Datasets, pointer: string): DatasetReader {
  const table = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
  if (table === undefined)
    throw new ScenarioRuntimeError(
      `The dataset “${name}” is not there. Upload it on the Data page.`,
      pointer,
    );
  return new DatasetReader(name, table);
}

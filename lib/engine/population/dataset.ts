import type { DataTable } from "@/lib/domain/data";
import { ScenarioRuntimeError } from "../kit/evaluation-context";

/**
 * The rows of an uploaded table: cells as texts, in the order of the columns. Only columns that the
 * scenario reads need be there.
 */
export type DatasetRows = DataTable;

/** The tables of a run, by the names its scenario gives them. Needed for the set-up alone. */
export type Datasets = Readonly<Record<string, DatasetRows>>;

/** One table while rows are made from it. */
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

  /** The cells of a column. @throws ScenarioRuntimeError when there is no such column */
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

/** The row of a dataset that a row of the world is made from. */
export class DatasetRow {
  constructor(
    readonly dataset: DatasetReader,
    /** From 0. */
    readonly index: number,
  ) {}
}

/**
 * What is wrong with a cell, in words that find it in the file. Rows count from 1, the line of
 * names left out.
 */
export const cellError = (
  dataset: DatasetReader,
  index: number,
  column: string,
  reason: string,
  pointer: string,
): ScenarioRuntimeError =>
  new ScenarioRuntimeError(
    `Row ${index + 1} of the dataset “${dataset.name}”, column “${column}”: ${reason}`,
    pointer,
  );

/** A dataset of the run. @throws ScenarioRuntimeError when it is not there */
export function openDataset(name: string, datasets: Datasets, pointer: string): DatasetReader {
  const table = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
  if (table === undefined)
    throw new ScenarioRuntimeError(
      `The dataset “${name}” is not there. Upload it on the Data page.`,
      pointer,
    );
  return new DatasetReader(name, table);
}

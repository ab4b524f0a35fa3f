import type { Services } from "@/lib/container";
import type { DatasetColumn, DatasetSummary } from "@/lib/contracts/datasets";
import { SYSTEM } from "@/lib/domain/access";
import { nearest } from "@/lib/domain/text/nearest";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { parseDataFile, storeDataFile } from "./data-files";
import { withServices } from "./instance";

/** `data`: the tables that scenarios can read, one per line. */
export function listDataCommand(): Promise<ExitCode> {
  return withServices({}, async (services) => {
    for (const dataset of (await services.listDatasets(SYSTEM)).datasets) printDataset(dataset);
    return EXIT.ok;
  });
}

/** `data add NAME=FILE…`: stores CSV files as tables. */
export function addDataCommand(assignments: readonly string[]): Promise<ExitCode> {
  const files = assignments.map(parseDataFile);
  return withServices({}, async (services) => {
    for (const file of files) printDataset(await storeDataFile(services, file));
    return EXIT.ok;
  });
}

/** `data remove NAME`: deletes a table. */
export function removeDataCommand(name: string): Promise<ExitCode> {
  return withServices({}, async (services) => {
    await services.deleteSubject(SYSTEM, {
      kind: "dataset",
      id: await findDatasetId(services, name),
    });
    return EXIT.ok;
  });
}

/** @throws CommandError usage */
async function findDatasetId(services: Services, name: string): Promise<string> {
  const { datasets } = await services.listDatasets(SYSTEM);
  const removable = datasets.filter(({ isSample }) => !isSample);
  const found = removable.find((dataset) => dataset.name === name);
  if (found) return found.id;
  const suggestion = nearest(
    name,
    removable.map((dataset) => dataset.name),
  );
  throw new CommandError(EXIT.usage, [
    `Unknown table “${name}”. ` +
      (suggestion === undefined
        ? "“microcosm data” lists the tables."
        : `Did you mean ${suggestion}?`),
  ]);
}

const printDataset = (dataset: DatasetSummary): void => console.log(formatDataset(dataset));

/**
 * Formats a table as one line: name, number of rows, and each column with its type; then what was
 * left out of the file, and which cells made a column of numbers one of texts.
 */
export function formatDataset({
  name,
  rows,
  emptyRows,
  columns,
  isSample,
}: Pick<DatasetSummary, "name" | "rows" | "emptyRows" | "columns" | "isSample">): string {
  return [
    name,
    `${rows} rows`,
    columns.map((column) => `${column.name} (${column.type})`).join(", "),
    ...(isSample ? ["synthetic sample"] : []),
    ...(emptyRows > 0 ? [`${emptyRows} empty ${emptyRows === 1 ? "row" : "rows"} left out`] : []),
    ...columns.flatMap((column) => formatNonNumbers(column) ?? []),
  ].join("\t");
}

function formatNonNumbers({ name, nonNumbers }: DatasetColumn): string | undefined {
  if (nonNumbers === undefined) return undefined;
  const cells = nonNumbers.first.map(({ row, cell }) => `“${cell}” in row ${row}`).join(", ");
  const more = nonNumbers.count - nonNumbers.first.length;
  return `${name} is text because of ${cells}${more > 0 ? ` and ${more} more` : ""}`;
}

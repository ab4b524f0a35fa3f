import type { Services } from "@/lib/container";
import type { DatasetSummary } from "@/lib/contracts/datasets";
import { SYSTEM } from "@/lib/domain/access";
import { nearest } from "@/lib/domain/text/nearest";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { dataFile, storeFile } from "./data-files";
import { openProgram } from "./program";

const USAGE = [
  "microcosm data                    the tables there are",
  "microcosm data add NAME=FILE      store a CSV file",
  "microcosm data remove NAME        delete a table",
];

/** `data`, `data add NAME=FILE …`, `data remove NAME`: the tables that scenarios read. */
export async function dataCommand([action, ...words]: string[]): Promise<ExitCode> {
  if (action === undefined) return withServices(list);
  if (action === "add" && words.length > 0) {
    const files = words.map(dataFile);
    return withServices(async (services) => {
      for (const file of files) print(await storeFile(services, file));
    });
  }
  const [name, ...more] = words;
  if (action === "remove" && name !== undefined && more.length === 0)
    return withServices((services) => remove(services, name));
  throw new CommandError(EXIT.usage, USAGE);
}

async function withServices(work: (services: Services) => Promise<void>): Promise<ExitCode> {
  const program = await openProgram(process.env, {});
  try {
    await work(program.container.services);
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}

async function list(services: Services): Promise<void> {
  for (const dataset of (await services.listDatasets(SYSTEM)).datasets) print(dataset);
}

async function remove(services: Services, name: string): Promise<void> {
  const own = (await services.listDatasets(SYSTEM)).datasets.filter(({ isSample }) => !isSample);
  const found = own.find((dataset) => dataset.name === name);
  if (!found) {
    const meant = nearest(
      name,
      own.map((dataset) => dataset.name),
    );
    throw new CommandError(EXIT.usage, [
      `There is no table “${name}”.${meant === undefined ? " “microcosm data” lists them." : ` Did you mean ${meant}?`}`,
    ]);
  }
  await services.archiveDataset(SYSTEM, found.id);
}

/** One line: name, rows, and each column with the type of its values. */
function print({ name, rows, columns, isSample }: DatasetSummary): void {
  console.log(
    [
      name,
      `${rows} rows`,
      columns.map((column) => `${column.name} (${column.type})`).join(", "),
      ...(isSample ? ["made-up sample"] : []),
    ].join("\t"),
  );
}

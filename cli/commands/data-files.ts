import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import type { Services } from "@/lib/container";
import { datasetUpload, fileSizeProblem } from "@/lib/contracts/datasets";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT } from "../exit-codes";
import { describeFileError } from "./json-file";

/** A CSV file to be stored as the table of this name. */
export type DataFile = { readonly name: string; readonly path: string };

/**
 * Parses `NAME=FILE`, or a file alone, from which the table then takes its name. Checks the file,
 * so that mistakes show before anything is started.
 * @throws CommandError if the file does not exist or is too large
 */
export function parseDataFile(assignment: string): DataFile {
  const at = assignment.indexOf("=");
  const path = assignment.slice(at + 1);
  const parsed = datasetUpload.safeParse({
    name: at === -1 ? basename(path).replace(/\.\w+$/, "") : assignment.slice(0, at),
  });
  if (!parsed.success || path === "")
    throw new CommandError(EXIT.usage, [`Expected NAME=FILE, not ${assignment}.`]);
  const refusal = fileSizeProblem(fileSize(path));
  if (refusal !== undefined) throw new CommandError(EXIT.invalid, [`${path}: ${refusal}`]);
  return { name: parsed.data.name, path };
}

function fileSize(path: string): number {
  try {
    const file = statSync(path);
    if (!file.isDirectory()) return file.size;
  } catch (error) {
    throw new CommandError(EXIT.usage, [`The data file ${path} ${describeFileError(error)}.`]);
  }
  throw new CommandError(EXIT.usage, [`The data file ${path} is a folder.`]);
}

/** Stores a file; replaces a table of the same name. @throws AppError invalid, with the reason */
export const storeDataFile = (services: Services, { name, path }: DataFile) =>
  services.uploadDataset(SYSTEM, { name, fileName: basename(path) }, createReadStream(path));

import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import type { Services } from "@/lib/container";
import { datasetUpload, fileSizeProblem } from "@/lib/contracts/datasets";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT } from "../exit-codes";

/** A file to be stored as the table of this name. */
export type DataFile = { readonly name: string; readonly path: string };

/**
 * `NAME=FILE`, or a file alone, which then has its own name. Looked at before anything is started.
 * @throws CommandError when there is no such file, or it is too large
 */
export function dataFile(word: string): DataFile {
  const at = word.indexOf("=");
  const path = word.slice(at + 1);
  const parsed = datasetUpload.safeParse({
    name: at === -1 ? basename(path).replace(/\.\w+$/, "") : word.slice(0, at),
  });
  if (!parsed.success || path === "")
    throw new CommandError(EXIT.usage, [`${word}: write it as NAME=FILE`]);
  const size = sizeOf(path);
  const refusal = fileSizeProblem(size);
  if (refusal !== undefined) throw new CommandError(EXIT.invalid, [`${path}: ${refusal}`]);
  return { name: parsed.data.name, path };
}

function sizeOf(path: string): number {
  try {
    const file = statSync(path);
    if (!file.isDirectory()) return file.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(EXIT.usage, [
      `The data file ${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code ?? "unknown"})`}.`,
    ]);
  }
  throw new CommandError(EXIT.usage, [`The data file ${path} is a folder.`]);
}

/** Stores a file, in place of an earlier table of its name. @throws AppError invalid, saying what is wrong with it */
export const storeFile = (services: Services, { name, path }: DataFile) =>
  services.uploadDataset(SYSTEM, { name, fileName: basename(path) }, createReadStream(path));

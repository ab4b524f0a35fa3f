import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { CommandError, EXIT } from "../exit-codes";

const MANIFEST = "manifest.json";
/** Files of every run: their presence shows that a folder is in use. */
const RUN_FILES = [MANIFEST, "decisions.csv", "steps.csv", "measures.csv", "sft.jsonl"];
/** Ending of a file that is not complete. */
const PARTIAL = ".part";

/**
 * Makes the folder of `--out` and checks that the files of a run can be written there.
 * @param runId the run whose files it may hold already; undefined for a run that begins
 * @throws CommandError usage
 */
export function prepareOutputFolder(folder: string, runId?: string): void {
  const path = resolve(folder);
  if (kindOf(path) === "file") throw usage(`--out ${folder} is a file. Give the name of a folder.`);
  try {
    makeFolder(path);
    probe(join(path, `.microcosm-${randomUUID()}`));
  } catch (error) {
    throw usage(`--out ${folder} cannot be written: ${describeWriteError(error)}.`);
  }
  refuseOtherRun(folder, path, runId);
}

/**
 * Checks that the file of `--out` can be written; leaves no empty file behind.
 * @throws CommandError usage
 */
export function prepareOutputFile(file: string): void {
  const path = resolve(file);
  if (kindOf(path) === "folder") throw usage(`--out ${file} is a folder. Give the name of a file.`);
  const isNew = kindOf(path) === undefined;
  try {
    makeFolder(dirname(path));
    closeSync(openSync(path, "a"));
    if (isNew) rmSync(path);
  } catch (error) {
    throw usage(`--out ${file} cannot be written: ${describeWriteError(error)}.`);
  }
}

/** Writes a file; it gets its name when it is complete. */
export async function writeOutputFile(
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const partial = `${path}${PARTIAL}`;
  try {
    // Opened before anything is read: a stream that is destroyed earlier makes its file later.
    const file = await open(partial, "w");
    await pipeline(Readable.from(content), file.createWriteStream());
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** The manifest comes last: it says that the others are complete. */
export const inWritingOrder = (names: readonly string[]): readonly string[] => [
  ...names.filter((name) => name !== MANIFEST),
  ...names.filter((name) => name === MANIFEST),
];

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  ENOENT: "it cannot be made there",
  EISDIR: "a folder has its name",
};

/** Why a file could not be written. */
export function describeWriteError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code !== undefined) return REASONS[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

function kindOf(path: string): "file" | "folder" | undefined {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    // It does not exist, or cannot be reached: making it reports why.
    return undefined;
  }
}

/**
 * Makes a folder and those above it. Not with the option of `mkdir`, which never returns where a
 * file system answers "does not exist" for a folder that it does not let anyone make.
 */
function makeFolder(path: string): void {
  if (kindOf(path) === "folder") return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (kindOf(path) !== "folder") throw error;
  }
}

/** Permissions alone do not tell: file systems can be read-only or full. */
function probe(path: string): void {
  closeSync(openSync(path, "wx"));
  rmSync(path);
}

/** @throws CommandError usage */
function refuseOtherRun(folder: string, path: string, runId: string | undefined): void {
  const owner = readOwner(path);
  if (owner !== undefined && owner === runId) return;
  const file = RUN_FILES.find((name) => existsSync(join(path, name)));
  // Files without a manifest: an export that did not end, which may be repeated.
  if (file === undefined || (owner === undefined && runId !== undefined)) return;
  throw usage(
    `--out ${folder} has files of another run (${owner ?? file}). ` +
      "Choose another folder, or remove them.",
  );
}

/** The run whose manifest lies in a folder; undefined without one. */
function readOwner(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, MANIFEST), "utf8");
    return z.object({ run: z.string() }).safeParse(JSON.parse(text)).data?.run;
  } catch {
    return undefined;
  }
}

const usage = (line: string): CommandError => new CommandError(EXIT.usage, [line]);

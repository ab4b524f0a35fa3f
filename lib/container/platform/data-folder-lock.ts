import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isSameProcess, processIdentity } from "@/lib/adapters/process/process-identity";
import { readFileIfPresent } from "@/lib/adapters/process/private-file";
import { OperatorError } from "@/lib/config/operator-error";
import { findInstance } from "./instance";

const holderShape = z.object({ pid: z.number().int(), identity: z.string().optional() });
type Holder = z.output<typeof holderShape>;

/**
 * Reserves the data folder for this process: two programs on one folder would stop each other's
 * database. The lock of a process that was killed is taken over.
 * @returns a function that gives the folder back
 * @throws OperatorError data-folder-in-use, with the address of the program that has it
 */
export function lockDataFolder(dataDir: string): () => void {
  const path = join(dataDir, "lock.json");
  const draft = `${path}.${process.pid}`;
  const identity = processIdentity(process.pid);
  try {
    writeFileSync(
      draft,
      JSON.stringify({ pid: process.pid, ...(identity === undefined ? {} : { identity }) }),
    );
    while (!claim(draft, path)) {
      const holder = readHolder(path);
      if (holder && isSameProcess(holder.pid, holder.identity)) throw inUse(dataDir, holder);
      removeStale(path, dataDir);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/**
 * Looks whether another program has this data folder, without reserving it.
 * @returns true when a program that had it was killed
 * @throws OperatorError data-folder-in-use
 */
export function assertDataFolderFree(dataDir: string): boolean {
  const holder = readHolder(join(dataDir, "lock.json"));
  if (holder && isSameProcess(holder.pid, holder.identity)) throw inUse(dataDir, holder);
  return holder !== undefined;
}

/**
 * A link appears with its content and fails when the name exists: at most one of several starts
 * succeeds.
 */
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Another start may have taken the stale lock over since we read it: what was moved away is looked
 * at again.
 */
function removeStale(path: string, dataDir: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const holder = readHolder(aside);
  const taken = holder !== undefined && isSameProcess(holder.pid, holder.identity);
  if (taken) claim(aside, path);
  rmSync(aside, { force: true });
  if (taken) throw inUse(dataDir, holder);
}

function readHolder(path: string): Holder | undefined {
  const text = readFileIfPresent(path);
  if (text === undefined) return undefined;
  try {
    return holderShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function inUse(dataDir: string, { pid }: Holder): OperatorError {
  const appUrl = findInstance(dataDir)?.appUrl;
  return new OperatorError({
    code: "data-folder-in-use",
    what: appUrl
      ? `Microcosm is already running at ${appUrl} (process ${pid}).`
      : `Another Microcosm program is using this data folder (process ${pid}).`,
    where: dataDir,
    remedy: appUrl
      ? `open ${appUrl}, or stop it first (kill ${pid}). A second one beside it needs its own folder and port: DATA_DIR=.data-2 PORT=3001 npm start.`
      : `wait until it has finished or stop it (kill ${pid}), or use another folder: DATA_DIR=.data-2.`,
  });
}

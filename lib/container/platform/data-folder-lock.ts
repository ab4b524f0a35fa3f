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
 * Locks the data folder for this process: two programs on one folder would stop each other's
 * database. Takes over the lock of a process that was killed.
 * @returns a function that releases the lock
 * @throws OperatorError data-folder-in-use, with the address of the program that holds it
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
 * Checks whether another program uses this data folder, without locking it.
 * @returns true when the program that held the lock was killed
 * @throws OperatorError data-folder-in-use
 */
export function assertDataFolderFree(dataDir: string): boolean {
  const holder = readHolder(join(dataDir, "lock.json"));
  if (holder && isSameProcess(holder.pid, holder.identity)) throw inUse(dataDir, holder);
  return holder !== undefined;
}

/**
 * Links the draft to `path`. The link appears with its content and fails when the name exists, so
 * at most one of several concurrent starts succeeds.
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
 * Removes a stale lock. Another start may have replaced it since we read it, so the file that was
 * moved away is checked again.
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
      ? `open ${appUrl}, or stop it first (kill ${pid}). A second one needs its own folder and ` +
        "port: DATA_DIR=.data-2 PORT=3001 npm start."
      : `wait until it has finished or stop it (kill ${pid}), ` +
        "or use another folder: DATA_DIR=.data-2.",
  });
}

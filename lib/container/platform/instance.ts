import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { readFileIfPresent, writePrivateFile } from "@/lib/adapters/process/private-file";
import { isSameProcess } from "@/lib/adapters/process/process-identity";

const instanceShape = z.object({
  pid: z.number().int(),
  /** Distinguishes this process from a later one with the same pid. */
  identity: z.string().optional(),
  databaseUrl: z.string(),
  redisUrl: z.string().optional(),
  /** Absent while the command line runs without the app; then no other worker is running either. */
  appUrl: z.string().optional(),
  demoModelUrl: z.string().optional(),
  startedAt: z.string(),
});

/**
 * What a running program publishes for others on this machine, in `<data folder>/instance.json`.
 * Contains the database password.
 */
export type Instance = z.output<typeof instanceShape>;

const instanceFile = (dataDir: string): string => join(resolve(dataDir), "instance.json");

/**
 * Returns the program running on this data folder, or undefined. Removes the file of a program that
 * was killed.
 */
export function findInstance(dataDir: string): Instance | undefined {
  const text = readFileIfPresent(instanceFile(dataDir));
  if (text === undefined) return undefined;
  const instance = parse(text);
  if (instance && isSameProcess(instance.pid, instance.identity)) return instance;
  removeInstance(dataDir);
  return undefined;
}

export function writeInstance(dataDir: string, instance: Instance): void {
  writePrivateFile(instanceFile(dataDir), `${JSON.stringify(instance, null, 2)}\n`);
}

export function removeInstance(dataDir: string): void {
  rmSync(instanceFile(dataDir), { force: true });
}

function parse(text: string): Instance | undefined {
  try {
    return instanceShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

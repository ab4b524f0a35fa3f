import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { readFileIfPresent, writePrivateFile } from "@/lib/adapters/process/private-file";
import { isSameProcess } from "@/lib/adapters/process/process-identity";

const instanceShape = z.object({
  pid: z.number().int(),
  /** Tells this process from a later one with the same pid. */
  identity: z.string().optional(),
  databaseUrl: z.string(),
  redisUrl: z.string().optional(),
  /**
   * Absent while the command line runs without the app: then nobody else's worker is running
   * either.
   */
  appUrl: z.string().optional(),
  demoModelUrl: z.string().optional(),
  startedAt: z.string(),
});

/**
 * What a running program tells others on this machine: `<data folder>/instance.json`, with the
 * database password.
 */
export type Instance = z.output<typeof instanceShape>;

const instanceFile = (dataDir: string): string => join(resolve(dataDir), "instance.json");

/**
 * The program running on this data folder, or undefined. The note of one that was killed is
 * removed.
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

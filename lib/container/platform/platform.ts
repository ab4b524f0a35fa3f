import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { withoutPassword } from "@/lib/adapters/db/check-database";
import { toFileError } from "@/lib/adapters/process/file-error";
import { processIdentity } from "@/lib/adapters/process/process-identity";
import { lockDataFolder } from "./data-folder-lock";
import { environmentOf } from "./environment";
import { removeInstance, writeInstance, type Instance } from "./instance";
import { prepareDatabase } from "./prepare-database";
import {
  supervisePostgres,
  type DatabaseEvent,
  type SupervisedPostgres,
} from "./supervised-postgres";
import { readOrCreateSecrets } from "./secrets";

export interface PlatformOptions {
  dataDir: string;
  /** URL of an external PostgreSQL server, instead of the embedded one. */
  databaseUrl?: string | undefined;
  /** URL of a Redis server for the queue, instead of PostgreSQL. */
  redisUrl?: string | undefined;
  log: (line: string) => void;
  /** Called when the embedded server dies and when it is up again. */
  onDatabase?: (event: DatabaseEvent) => void;
}

/**
 * What processes need before they can start: database, tables and secrets. Holds the lock of the
 * data folder.
 */
export interface Platform {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly database: { embedded: boolean; adopted: boolean; version: string; where: string };
  readonly appliedMigrations: readonly string[];
  /** Publishes the addresses of app and demo model for other programs on this machine. */
  announce(addresses: Pick<Instance, "appUrl" | "demoModelUrl">): void;
  /** Returns the variables for child processes, or for this one before it opens the container. */
  environment(): Record<string, string>;
  /**
   * Stops the embedded server and unlocks the data folder. Stop everything that uses the database
   * first.
   */
  stop(): Promise<void>;
}

/**
 * Locks the data folder, starts or adopts the embedded PostgreSQL (or checks the given server),
 * applies migrations, and prepares the tables of the queue and the secrets. The caller must
 * `stop()` it.
 * @throws OperatorError when the operator has to act; nothing is left running then
 */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const dataDir = makeDataFolder(options.dataDir);
  const unlock = reserve(dataDir);
  let supervised: SupervisedPostgres | undefined;
  const giveBack = async (): Promise<void> => {
    removeInstance(dataDir);
    await supervised?.stop();
    unlock();
  };
  const databaseUrl = (): string => supervised?.server.url ?? options.databaseUrl ?? "";
  const identity = processIdentity(process.pid);
  const started = {
    pid: process.pid,
    ...(identity === undefined ? {} : { identity }),
    startedAt: new Date().toISOString(),
  };
  let addresses: Pick<Instance, "appUrl" | "demoModelUrl"> = {};
  const instance = (): Instance => ({
    ...started,
    ...addresses,
    databaseUrl: databaseUrl(),
    ...(options.redisUrl ? { redisUrl: options.redisUrl } : {}),
  });
  const onDatabase = (event: DatabaseEvent): void => {
    if (event.state === "up" && event.moved) writeInstance(dataDir, instance());
    options.onDatabase?.(event);
  };
  try {
    readOrCreateSecrets(dataDir);
    if (!options.databaseUrl)
      supervised = await supervisePostgres(dataDir, options.log, onDatabase);
    const { version, applied: appliedMigrations } = await prepareDatabase(
      databaseUrl(),
      options.redisUrl,
    );
    writeInstance(dataDir, instance());

    let stopping: Promise<void> | undefined;
    return {
      dataDir,
      get databaseUrl() {
        return databaseUrl();
      },
      redisUrl: options.redisUrl,
      database: {
        embedded: supervised !== undefined,
        adopted: supervised?.server.adopted ?? false,
        version,
        where: supervised ? supervised.server.folder : withoutPassword(databaseUrl()),
      },
      appliedMigrations,
      announce(more) {
        addresses = { ...addresses, ...more };
        writeInstance(dataDir, instance());
      },
      environment: () => environmentOf(dataDir, instance()),
      stop: () => (stopping ??= giveBack()),
    };
  } catch (error) {
    await giveBack();
    throw toFileError(error, dataDir);
  }
}

function makeDataFolder(folder: string): string {
  const dataDir = resolve(folder);
  try {
    mkdirSync(dataDir, { recursive: true });
    return dataDir;
  } catch (error) {
    throw toFileError(error, dataDir);
  }
}

function reserve(dataDir: string): () => void {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    throw toFileError(error, dataDir);
  }
}

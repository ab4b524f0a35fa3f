import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { toFileError } from "../process/file-error";
import { isSameProcess, processIdentity } from "../process/process-identity";
import { canReach, findServerAccount, type Account } from "./postgres-account";
import { findBinaries } from "./postgres-binaries";
import { ensureDataFolder, readPassword } from "./postgres-data-folder";
import { toPostgresError } from "./postgres-error";
import { truncateLog, startOrAdopt, stopServer } from "./postgres-process";

const DEFAULT_PORT = 54_329;
const DATABASE_NAME = "microcosm";
/**
 * Data folder to use when the unprivileged account cannot enter the requested one, for example
 * below a closed /root.
 */
const FALLBACK_ROOT = "/var/lib/microcosm";

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  wal_compression: "on",
  autovacuum_naptime: "15s",
  timezone: "UTC",
  log_timezone: "UTC",
};

export interface EmbeddedPostgresOptions {
  /** Folder of the server's files; created when missing. */
  folder: string;
  /**
   * Used if it is free, otherwise a free one is chosen. Default 54329; 0 chooses a free one at
   * once.
   */
  preferredPort?: number;
  /** Further server settings, e.g. `fsync: "off"` for disposable data. */
  settings?: Readonly<Record<string, string>>;
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `microcosm`, with the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The actual location of the files, which may differ from the requested folder. */
  readonly folder: string;
  /** The server's log, bounded by {@link EmbeddedPostgres.boundLog}. */
  readonly logFile: string;
  /** Whether the server was left running by an earlier start. */
  readonly adopted: boolean;
  alive(): boolean;
  boundLog(): void;
  /** Shuts the server down, whichever process started it; resolves when it has exited. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL from the npm packages, or adopts the one already running on this folder.
 * Listens on loopback only, with a random password. Survives its parent (the next start adopts it),
 * so callers must `stop()`.
 * @throws OperatorError when the folder, the disk or the machine does not allow it
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { root, account } = prepareRoot(options.folder);
  const data = join(root, "data");
  const logFile = join(root, "postgres.log");
  const { settings = {}, preferredPort = DEFAULT_PORT, log = () => undefined } = options;
  try {
    const binaries = await findBinaries(account, join(root, "server"));
    await ensureDataFolder({ data, binaries, account, log });
    const { pid, port, adopted } = await startOrAdopt({
      postgres: binaries.postgres,
      data,
      log: logFile,
      account,
      preferredPort,
      settings: { ...SETTINGS, ...settings },
    });
    const identity = processIdentity(pid);
    await ensureDatabase(connectionUrl(data, port, "postgres"), logFile);
    return {
      url: connectionUrl(data, port, DATABASE_NAME),
      port,
      pid,
      adopted,
      logFile,
      folder: root,
      alive: () => isSameProcess(pid, identity),
      boundLog: () => truncateLog(logFile),
      stop: () => stopServer(pid, identity),
    };
  } catch (error) {
    throw toFileError(error, root);
  }
}

function prepareRoot(folder: string): { root: string; account: Account } {
  const wanted = resolve(folder);
  const candidates = [
    wanted,
    join(FALLBACK_ROOT, createHash("sha256").update(wanted).digest("hex").slice(0, 12)),
  ];
  for (const candidate of candidates) {
    try {
      mkdirSync(candidate, { recursive: true });
      const account = findServerAccount(join(candidate, "data"));
      if (account.uid !== undefined) chmodSync(candidate, 0o711);
      if (canReach(account, candidate)) return { root: realpathSync(candidate), account };
    } catch (error) {
      throw toFileError(error, candidate);
    }
  }
  throw toFileError(
    Object.assign(new Error(`no account of this machine can enter ${wanted}`), { code: "EACCES" }),
    wanted,
  );
}

function connectionUrl(data: string, port: number, database: string): string {
  const password = encodeURIComponent(readPassword(data));
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(url: string, logFile: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      DATABASE_NAME,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE_NAME}"`);
  } catch (cause) {
    throw Object.assign(
      toPostgresError(cause instanceof Error ? cause.message : String(cause), logFile),
      { cause },
    );
  } finally {
    await client.end();
  }
}

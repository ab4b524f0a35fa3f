import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";

/**
 * Pool size per process: enough for its shards and pages, few enough for many workers on one
 * server.
 */
const MAX_CONNECTIONS = 10;
/** Connections for downloads: a slow reader holds one for as long as the file takes. */
const MAX_EXPORT_CONNECTIONS = 8;

/**
 * Database access of one process: Prisma for ordinary reads and writes, the pool for bulk and hot
 * paths.
 */
export type Database = {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Connections of their own for what readers outside may hold. */
  readonly exportPool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
};

type DatabaseOptions = {
  /** How long to wait for a connection before an error; without end by default. */
  readonly maxWaitMs?: number;
};

export function openDatabase(
  url: string,
  log: (message: string, details: Readonly<Record<string, unknown>>) => void,
  { maxWaitMs = 0 }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: maxWaitMs,
  });
  // The pool replaces an idle connection that breaks; without a listener the error would end the
  // process.
  pool.on("error", (error) => log("database connection lost", { error: error.message }));
  const exportPool = new pg.Pool({
    connectionString: url,
    application_name: "microcosm exports",
    max: MAX_EXPORT_CONNECTIONS,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: maxWaitMs,
  });
  exportPool.on("error", (error) => log("export connection lost", { error: error.message }));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    exportPool,
    url,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
      await exportPool.end();
    },
  };
}

/** Runs work in one transaction on one connection. */
export const inTransaction = <Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => between(pool, "BEGIN", work);

/** Runs reads that all see the state of the database at the first of them. */
export const inSnapshot = <Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => between(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", work);

async function between<Result>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

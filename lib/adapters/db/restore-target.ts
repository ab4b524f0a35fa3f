import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { AppError } from "@/lib/contracts/errors";
import type { AppliedMigration } from "@/lib/contracts/backup";
import type {
  Occupancy,
  Restoration,
  RestoreTarget,
  TableLoader,
  TableShape,
} from "@/lib/services/backup/ports";
import type { Database } from "./database";
import {
  applyMigration,
  CREATE_MIGRATIONS_TABLE,
  MIGRATION_LOCK,
  pendingMigrations,
  readMigrations,
  type Migration,
} from "./migrations";
import { quoteName } from "./program-tables";
import { replaceTables } from "./replace-tables";
import { settleRestored } from "./settle-restored";

/** How long to wait for another restore or migration, and for whoever reads a table. */
const LOCK_TIMEOUT = "60s";
const LOCK_TIMED_OUT = "55P03";

const SETTINGS = `SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';
  SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
  SET synchronous_commit = on; SET lock_timeout = '${LOCK_TIMEOUT}'`;

/** A server that can notices soon that a killed restore is gone, and frees its locks. */
const NOTICE_DISCONNECT = "SET client_connection_check_interval = '2s'";

const COUNT = `SELECT
  (SELECT count(*)::int FROM "user") AS people,
  (SELECT count(*)::int FROM study WHERE NOT is_example) AS studies,
  (SELECT count(*)::int FROM dataset WHERE archived_at IS NULL) AS datasets,
  (SELECT count(*)::int FROM endpoint WHERE NOT is_built_in AND archived_at IS NULL) AS endpoints`;

/** By the clock of the database; a process reports every two seconds. */
const SELECT_PROCESSES = `SELECT program, host FROM process_status
  WHERE seen_at > (now() AT TIME ZONE 'UTC') - interval '15 seconds' ORDER BY program, host`;

/**
 * Restores by one transaction on a connection of its own: in a schema of its own it makes the
 * tables of the backup's migrations, loads them, applies the later migrations, and then puts the
 * tables in the place of the present ones. PostgreSQL undoes all of it if the process dies.
 */
export const restoreTarget = (
  { url, pool }: Database,
  {
    folder,
    emptyQueues,
  }: {
    /** The folder of the migrations of the program. */
    readonly folder: string;
    readonly emptyQueues: () => Promise<void>;
  },
): RestoreTarget => ({
  emptyQueues,
  async inspect() {
    const counts = await pool.query<Omit<Occupancy, "processes">>(COUNT);
    const processes = await pool.query<{ program: string; host: string }>(SELECT_PROCESSES);
    const [row] = counts.rows;
    if (row === undefined) throw new Error("the database counted nothing");
    return { ...row, processes: processes.rows };
  },
  checkMigrations: (migrations) => void splitMigrations(migrations, folder),
  async restore(migrations, work) {
    const { before, after } = splitMigrations(migrations, folder);
    const client = new pg.Client({ connectionString: url, application_name: "microcosm restore" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(NOTICE_DISCONNECT).catch(() => undefined);
      await client.query(SETTINGS);
      const { schema, present } = await begin(client);
      for (const migration of before) await applyMigration(client, migration, folder);
      const result = await work(openRestoration({ client, after, present, folder }));
      await replaceTables(client, { from: schema, to: present });
      await client.query("COMMIT");
      // Statistics of new tables; the data are safe without.
      await client.query("ANALYZE").catch(() => undefined);
      return result;
    } catch (error) {
      throw explain(error);
    } finally {
      // Rolls back what is not committed.
      await client.end();
    }
  },
});

/** Starts the transaction, alone in the installation, in a new schema. */
async function begin(client: pg.Client): Promise<{ schema: string; present: string }> {
  const { rows } = await client.query<{ present: string }>("SELECT current_schema() AS present");
  const schema = `microcosm_restore_${randomBytes(6).toString("hex")}`;
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await client.query(`CREATE SCHEMA ${quoteName(schema)}`);
  // Nothing in it may mean a table of the present data.
  await client.query(`SET LOCAL search_path = ${quoteName(schema)}`);
  await client.query(CREATE_MIGRATIONS_TABLE);
  return { schema, present: rows[0]?.present ?? "public" };
}

function openRestoration({
  client,
  after,
  present,
  folder,
}: {
  readonly client: pg.Client;
  readonly after: readonly Migration[];
  readonly present: string;
  readonly folder: string;
}): Restoration {
  return {
    load: (table) => Promise.resolve(openLoader(client, table)),
    async settle(settlement) {
      for (const { name, value } of settlement.sequences)
        await client.query("SELECT setval(to_regclass($1), $2)", [quoteName(name), value]);
      for (const migration of after) await applyMigration(client, migration, folder);
      const settled = await settleRestored(client, { present, ...settlement });
      return { ...settled, migrated: after.map(({ name }) => name) };
    },
  };
}

function openLoader(client: pg.Client, { name, columns }: TableShape): TableLoader {
  const list = columns.map(quoteName).join(", ");
  const stream = client.query(copyFrom(`COPY ${quoteName(name)} (${list}) FROM STDIN`));
  const done = finished(stream);
  // The server may refuse rows while they are still being sent.
  done.catch(() => undefined);
  return {
    async write(rows) {
      if (stream.destroyed) await done;
      if (!stream.write(rows)) await Promise.race([once(stream, "drain"), done]);
    },
    async end() {
      stream.end();
      await done;
      return stream.rowCount;
    },
  };
}

/**
 * The program's migrations that a backup has, in its order, and those that it lacks.
 * @throws OperatorError when it has others
 */
function splitMigrations(
  applied: readonly AppliedMigration[],
  folder: string,
): {
  readonly before: readonly Migration[];
  readonly after: readonly Migration[];
} {
  const known = readMigrations(folder);
  const after = pendingMigrations(
    known,
    applied.map(({ name, checksum }) => ({
      migration_name: name,
      checksum,
      finished_at: new Date(0),
    })),
    folder,
  );
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  return { before: applied.flatMap(({ name }) => byName.get(name) ?? []), after };
}

function explain(error: unknown): unknown {
  if ((error as { code?: unknown }).code !== LOCK_TIMED_OUT) return error;
  return new AppError(
    "conflict",
    "Another program is reading or changing the database, maybe another restore or a backup. " +
      "Nothing was changed. Stop it or wait for its end, then restore again.",
    [],
    { cause: error },
  );
}

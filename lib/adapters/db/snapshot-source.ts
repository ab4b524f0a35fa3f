import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Snapshot, SnapshotSource, TableShape } from "@/lib/services/backup/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";
import { MIGRATION_LOCK, storedMigrations } from "./migrations";
import { listBackupTables, quoteName } from "./program-tables";

/** What the text of values depends on, and limits of the server that a long backup would exceed. */
const SETTINGS = `SET search_path = public; SET client_encoding = 'UTF8'; SET timezone = 'UTC';
  SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
  SET extra_float_digits = 1; SET synchronize_seqscans = off; SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0`;

const HIGH_WATER_MARK = 256 * 1024;

const SELECT_SEQUENCES = `SELECT s.relname AS name, pg_sequence_last_value(s.oid)::int AS value
  FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
    AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class t ON t.oid = d.refobjid
  WHERE s.relkind = 'S' AND t.relname = ANY ($1) AND
    t.relnamespace = current_schema()::regnamespace ORDER BY s.relname`;

/**
 * Snapshots by a transaction that sees the database as it was at its start (REPEATABLE READ), on a
 * connection of its own. Others read and write meanwhile; only migrations wait for its end.
 */
export const snapshotSource = (
  { url, pool }: Database,
  /** The folder of the migrations of the program. */
  migrations: string,
): SnapshotSource => ({
  async withSnapshot(options, work) {
    const client = new pg.Client({ connectionString: url, application_name: "microcosm backup" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(SETTINGS);
      const snapshot = await openSnapshot(client, { ...options, migrations });
      const result = await work(snapshot);
      await client.query("COMMIT");
      return result;
    } finally {
      await client.end();
    }
  },
  recordBackup: (audit) => inTransaction(pool, (client) => writeAudit(client, audit, "backup")),
});

async function openSnapshot(
  client: pg.Client,
  options: { readonly withKeys: boolean; readonly migrations: string },
): Promise<Snapshot> {
  // A migration under way would change tables between their list and the snapshot.
  await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
  const tables = await listBackupTables(client, options);
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const names = tables.map(({ name }) => name);
  await client.query(`LOCK TABLE ${names.map(quoteName).join(", ")} IN ACCESS SHARE MODE`);
  const migrations = await storedMigrations(client);
  await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  const sequences = await client.query<{ name: string; value: number | null }>(SELECT_SEQUENCES, [
    names,
  ]);
  const version = await client.query<{ server_version: string }>("SHOW server_version");
  return {
    postgresql: version.rows[0]?.server_version.split(" ")[0] ?? "",
    migrations: migrations.map((row) => ({ name: row.migration_name, checksum: row.checksum })),
    tables,
    // One without a value was never used.
    sequences: sequences.rows.flatMap(({ name, value }) => (value === null ? [] : { name, value })),
    read: (table) => readTable(client, table),
  };
}

function readTable(client: pg.Client, { name, columns }: TableShape): AsyncIterable<Uint8Array> {
  const list = columns.map(quoteName).join(", ");
  return client.query(
    copyTo(`COPY ${quoteName(name)} (${list}) TO STDOUT`, { highWaterMark: HIGH_WATER_MARK }),
  );
}

import type { DatabaseFacts, MigrationFacts } from "@/lib/services/health/ports";
import type { Database } from "./database";
import { readMigrations, storedMigrations } from "./migrations";

const SELECT_FACTS = `SELECT current_setting('server_version') AS version,
  pg_database_size(current_database())::float8 AS bytes,
  (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
  current_setting('max_connections')::int AS "maxConnections"`;

/** Version, size and connections of the server, and how fast it answers. */
export async function databaseFacts({ pool }: Pick<Database, "pool">): Promise<DatabaseFacts> {
  const startedAt = performance.now();
  await pool.query("SELECT 1");
  const latencyMs = performance.now() - startedAt;
  const { rows } = await pool.query<Omit<DatabaseFacts, "latencyMs">>(SELECT_FACTS);
  const [row] = rows;
  if (row === undefined) throw new Error("the database answered nothing");
  return { ...row, version: row.version.split(" ")[0] ?? "", latencyMs };
}

/** Compares the migrations of the database with those of this program, in `folder`. */
export async function migrationFacts(
  { pool }: Pick<Database, "pool">,
  folder: string,
): Promise<MigrationFacts> {
  const applied = (await storedMigrations(pool)).map((row) => row.migration_name);
  const known = readMigrations(folder).map(({ name }) => name);
  return {
    applied: applied.length,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** When the last backup was made. */
export async function lastBackup({ pool }: Pick<Database, "pool">): Promise<Date | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT max(created_at AT TIME ZONE 'UTC') AS at FROM audit_entry
      WHERE action = 'installation.backUp'`,
  );
  return rows[0]?.at ?? null;
}

import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";

/** Prisma Migrate's own advisory lock, so that both never run at the same time. */
export const MIGRATION_LOCK = 72_707_369;

/** Prisma Migrate's bookkeeping table. */
export const CREATE_MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** One that a database has applied. */
export interface StoredMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** The migrations that the database has applied, in the order of their application. */
export async function storedMigrations(
  client: pg.ClientBase | pg.Pool,
): Promise<StoredMigration[]> {
  const { rows } = await client.query<StoredMigration>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations"
      WHERE rolled_back_at IS NULL ORDER BY finished_at, migration_name`,
  );
  return rows;
}

/**
 * The committed migrations in order of application: by name, which starts with their creation time.
 */
export function readMigrations(folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "migration.sql")))
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The migrations that a database with the `applied` ones lacks.
 * @throws OperatorError when it has others, or other versions of them
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly StoredMigration[],
  folder: string,
): Migration[] {
  const names = new Set(migrations.map(({ name }) => name));
  const unknown = applied.find((row) => !names.has(row.migration_name));
  if (unknown) {
    throw new OperatorError({
      code: "migration-unknown",
      what:
        "The database has a migration that this version does not know: " +
        `${unknown.migration_name}. It was made by a newer version, or the file was ` +
        "removed.",
      where: folder,
      remedy:
        "start the newer version again, or choose another database or DATA_DIR. " +
        "Nothing was changed.",
    });
  }
  const known = new Map(applied.map((row) => [row.migration_name, row]));
  return migrations.filter(({ name, checksum }) => {
    const row = known.get(name);
    if (row && row.finished_at === null)
      throw failedMigrationError({
        name,
        folder,
        reason: "it was started before and never finished",
      });
    if (row && row.checksum !== checksum) throw editedMigrationError(name, folder);
    return row === undefined;
  });
}

/**
 * Applies a migration within the transaction of the caller, who has to roll it back on errors.
 * @throws OperatorError migration-failed
 */
export async function applyMigration(
  client: pg.ClientBase,
  { name, sql, checksum }: Migration,
  folder: string,
): Promise<void> {
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at,
        applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
  } catch (cause) {
    throw failedMigrationError({
      name,
      folder,
      reason: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

function editedMigrationError(name: string, folder: string): OperatorError {
  return new OperatorError({
    code: "migration-edited",
    what: `The migration ${name} was edited after this database had applied it.`,
    where: join(folder, name, "migration.sql"),
    remedy:
      'restore the file ("git checkout -- prisma/migrations") and put the change ' +
      'into a new migration ("npm run migration -- NAME"). Nothing was changed.',
  });
}

function failedMigrationError({
  name,
  folder,
  reason,
  cause,
}: {
  readonly name: string;
  readonly folder: string;
  readonly reason: string;
  readonly cause?: unknown | undefined;
}): OperatorError {
  return new OperatorError({
    code: "migration-failed",
    what: `The migration ${name} failed: ${reason}`,
    where: join(folder, name, "migration.sql"),
    remedy:
      "nothing of it was kept and the data are as they were. Go back to the version " +
      "that worked, and report this.",
    cause,
  });
}

/** Statements that name a table of the program, as the schema engine and Prisma write them. */
const NAMES_TABLE = /\b(?:CREATE TABLE(?: IF NOT EXISTS)?|RENAME TO)\s+"?(\w+)"?/gi;

/** The names of all tables that any migration creates, with those dropped since. */
export const createdTables = (folder: string): ReadonlySet<string> =>
  new Set(
    readMigrations(folder).flatMap(({ sql }) =>
      [...sql.matchAll(NAMES_TABLE)].flatMap(([, name]) => name ?? []),
    ),
  );

import { join } from "node:path";
import pg from "pg";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import {
  applyMigration,
  CREATE_MIGRATIONS_TABLE,
  MIGRATION_LOCK,
  pendingMigrations,
  readMigrations,
  storedMigrations,
} from "./migrations";

/** The folder of the committed migrations, independent of the working directory. */
const MIGRATIONS_FOLDER = join(PROJECT_ROOT, "prisma/migrations");

/**
 * Applies the migrations of `folder` that the database lacks, each in one transaction, under
 * Prisma's advisory lock and in its bookkeeping table, so that `prisma migrate` sees the same
 * state.
 * @returns names of the migrations applied now
 * @throws OperatorError migration-edited, migration-unknown or migration-failed; the failing one is
 * rolled back
 */
export async function migrate(url: string, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(CREATE_MIGRATIONS_TABLE);
    const pending = pendingMigrations(
      readMigrations(folder),
      await storedMigrations(client),
      folder,
    );
    for (const migration of pending) {
      await client.query("BEGIN");
      try {
        await applyMigration(client, migration, folder);
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      }
    }
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

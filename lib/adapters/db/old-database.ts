import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "./database";
import { migrate } from "./migrate";
import { execute, TEST_SERVER_VARIABLE, withDatabase } from "./test-database";

const MIGRATIONS = "prisma/migrations";

/** A database as it was before a migration, and what is to become of it. */
export type OldDatabase = {
  /** How the folder of that migration ends: `_study_arms`. */
  readonly migration: string;
  /** Puts rows of that time in. */
  readonly sql: string;
  /** Looks at the database after all migrations. */
  check(database: Database): Promise<void>;
};

/**
 * Makes a database of the time before a migration, for tests of what that migration does to data.
 * @throws Error when there is no such migration, or another one than those after it was applied
 */
export async function migrateOldDatabase({ migration, sql, check }: OldDatabase): Promise<void> {
  const server = process.env[TEST_SERVER_VARIABLE] ?? "";
  const name = `old_${randomBytes(6).toString("hex")}`;
  const url = withDatabase(server, name);
  const before = mkdtempSync(join(tmpdir(), "microcosm-migrations-"));
  await execute(server, `CREATE DATABASE "${name}" TEMPLATE template0`);
  try {
    const all = readdirSync(MIGRATIONS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const first = all.findIndex((folder) => folder.endsWith(migration));
    if (first < 1) throw new Error(`no migration before one that ends with ${migration}`);
    for (const folder of all.slice(0, first))
      cpSync(join(MIGRATIONS, folder), join(before, folder), { recursive: true });
    await migrate(url, before);
    await execute(url, sql);
    const applied = await migrate(url);
    if (applied.join() !== all.slice(first).join())
      throw new Error(`applied ${applied.join(", ")}`);
    const database = openDatabase(url, () => undefined);
    try {
      await check(database);
    } finally {
      await database.close();
    }
  } finally {
    rmSync(before, { recursive: true });
    await execute(server, `DROP DATABASE "${name}" WITH (FORCE)`);
  }
}

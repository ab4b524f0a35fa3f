import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const SCHEMA = resolve("prisma/schema");
export const MIGRATIONS = resolve("prisma/migrations");
const LOCK = join(MIGRATIONS, "migration_lock.toml");
const PROVIDER = 'provider = "postgresql"\n';

/** Reads the Prisma schema, all its files, in the form the engine expects. */
export function readSchema() {
  const names = readdirSync(SCHEMA, { recursive: true }).filter((name) => name.endsWith(".prisma"));
  if (names.length === 0) throw new Error(`no *.prisma file in ${SCHEMA}`);
  return {
    files: names.map((name) => ({
      path: join(SCHEMA, name),
      content: readFileSync(join(SCHEMA, name), "utf8"),
    })),
  };
}

/** Reads the committed migrations, in order, in the form the engine expects. */
export function readMigrations() {
  const names = existsSync(MIGRATIONS)
    ? readdirSync(MIGRATIONS).filter((name) => existsSync(join(MIGRATIONS, name, "migration.sql")))
    : [];
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: PROVIDER },
    shadowDbInitScript: "",
    migrationDirectories: names
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok",
            value: readFileSync(join(MIGRATIONS, name, "migration.sql"), "utf8"),
          },
        },
      })),
  };
}

/** Writes a new migration, named after the time and the change; returns its file. */
export function writeMigration(name, sql) {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS, `${time}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  if (!existsSync(LOCK)) writeFileSync(LOCK, PROVIDER);
  return join(folder, "migration.sql");
}

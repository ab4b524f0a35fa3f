// Makes and checks migrations without a download and, unless DATABASE_URL is set, without an
// existing database.
//   dev NAME   writes prisma/migrations/<time>_NAME from the difference of migrations and schema
//   check      exits with 1 and prints the missing SQL if the migrations do not reach the schema
//   sql        prints the SQL that makes the schema from nothing
import { relative } from "node:path";
import { migrate } from "../lib/adapters/db/migrate.ts";
import { startTemporaryPostgres } from "../lib/adapters/db/temporary-postgres.ts";
import { openEngine } from "./schema-engine/engine.mjs";
import {
  MIGRATIONS,
  readMigrations,
  readSchema,
  writeMigration,
} from "./schema-engine/project-files.mjs";

const EVERYTHING = { externalTables: [], externalEnums: [] };
const NAME = /^[a-z0-9][a-z0-9_-]*$/i;

async function dev(url, name) {
  if (!NAME.test(name ?? "")) {
    console.error("Name the change in a few words: npm run migration -- add_run_table");
    return 2;
  }
  await migrate(url, MIGRATIONS);
  const schema = readSchema();
  const engine = await openEngine(url, schema);
  const { action } = await engine.devDiagnostic({
    migrationsList: readMigrations(),
    filters: EVERYTHING,
  });
  if (action.tag === "reset") {
    console.error(
      `This database is not what the migrations made: ${action.reason}\n` +
        `Unset DATABASE_URL to compare with a fresh one.`,
    );
    return 1;
  }
  const loss = await engine.evaluateDataLoss({
    migrationsList: readMigrations(),
    schema,
    filters: EVERYTHING,
  });
  for (const { message } of [...loss.warnings, ...loss.unexecutableSteps])
    console.warn(`Careful: ${message}`);
  const missing = await missingSql(engine, schema);
  if (missing === null) {
    console.log("The migrations already reach the schema: nothing to do.");
    return 0;
  }
  const file = writeMigration(name, missing);
  await migrate(url, MIGRATIONS);
  console.log(`Wrote ${relative(".", file)} and tried it. Read it, then commit it.`);
  return 0;
}

/**
 * The SQL from the migrations to the schema; null where they reach it. Not by `createMigration`,
 * which does not see partial indexes in the database and would add them again each time.
 */
async function missingSql(engine, schema) {
  const { exitCode, stdout } = await engine.diff({
    from: { tag: "migrations", ...readMigrations() },
    to: { tag: "schemaDatamodel", ...schema },
    script: true,
    exitCode: true,
    filters: EVERYTHING,
  });
  return exitCode === 0 ? null : stdout;
}

async function check(url) {
  const schema = readSchema();
  const missing = await missingSql(await openEngine(url, schema), schema);
  if (missing === null) {
    console.log("The migrations reach the schema.");
    return 0;
  }
  console.error(
    `The migrations do not reach the schema. Run "npm run migration -- NAME". Missing:\n${missing}`,
  );
  return 1;
}

async function sql(url) {
  const schema = readSchema();
  const engine = await openEngine(url, schema);
  const { stdout } = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", ...schema },
    script: true,
    exitCode: null,
    filters: EVERYTHING,
  });
  console.log(stdout);
  return 0;
}

const VERBS = { dev, check, sql };

async function main([verb, ...args]) {
  const run = VERBS[verb];
  if (!run) {
    console.error(`Verbs: ${Object.keys(VERBS).join(", ")}`);
    return 2;
  }
  if (process.env.DATABASE_URL) return run(process.env.DATABASE_URL, ...args);
  const temporary = await startTemporaryPostgres();
  try {
    return await run(temporary.url, ...args);
  } finally {
    await temporary.discard();
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? (error.lines?.().join("\n") ?? error.message) : error);
  process.exit(1);
}

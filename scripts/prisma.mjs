// Prisma's command line for generate, validate and format. It downloads its schema engine before
// every command, needed or not; pointing it at any existing file keeps these three offline. With
// such a placeholder `migrate` and `db` silently do nothing, so they are refused:
// scripts/schema-engine.mjs does that work.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { DatabaseClientError, generateDatabaseClient } from "./database-client.mjs";

const OFFLINE = ["generate", "validate", "format", "version", "--version", "-v", "--help"];
const quiet = process.argv.includes("--quiet");
const args = process.argv.slice(2).filter((word) => word !== "--quiet");

if (!OFFLINE.includes(args[0] ?? "--help")) {
  console.error(
    `"prisma ${args[0]}" needs an engine that is not installed. ` +
      `Use "npm run migration -- NAME" instead.`,
  );
  process.exit(2);
}

if (args.length === 1 && args[0] === "generate") {
  try {
    await generateDatabaseClient();
    if (!quiet) console.log("Generated the database client.");
    process.exit(0);
  } catch (error) {
    if (!(error instanceof DatabaseClientError)) throw error;
    console.error(`${error.message}\nWhat to do: ${error.remedy}`);
    process.exit(1);
  }
}

const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
  stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: cli,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  },
});
if (quiet && status !== 0) process.stderr.write(`${stdout}${stderr}`);
process.exit(status ?? 1);

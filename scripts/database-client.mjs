// Generates Prisma's client where it is missing or older than the schema, so that a fresh clone
// needs no other step first.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const CLIENT = new URL("lib/adapters/db/generated/client.ts", root);
const SCHEMA = new URL("prisma/schema/", root);

/** Generates the client when needed; throws when that fails. */
export default function ensureDatabaseClient() {
  if (isUpToDate()) return;
  const { status } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL("scripts/prisma.mjs", root)), "generate", "--quiet"],
    { cwd: fileURLToPath(root), stdio: "inherit" },
  );
  if (status !== 0)
    throw new Error("Prisma's client could not be generated: run `npm run prisma -- generate`.");
}

function isUpToDate() {
  if (!existsSync(CLIENT)) return false;
  const generated = statSync(CLIENT).mtimeMs;
  return [".", ...readdirSync(SCHEMA)].every(
    (file) => statSync(new URL(file, SCHEMA)).mtimeMs <= generated,
  );
}

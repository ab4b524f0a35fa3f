// Runs dependency-cruiser over the source rooms and looks for circles of folders. Fails, too, when
// it saw suspiciously few modules: a run that parses nothing finds nothing and passes.
import { existsSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { ensureDatabaseClient } from "./database-client.mjs";
import { folderCycles } from "./folder-cycles.mjs";

const MIN_MODULES = 100;
const ROOMS = [
  "app",
  "components",
  "lib",
  "workers",
  "cli",
  "e2e",
  "bench",
  "scripts",
  "prisma",
].filter((room) => existsSync(room));
/** Rooms whose folders must not depend on themselves through others. */
const LAYERED_ROOMS = ["lib/engine", "lib/services"];
const TEST = /\.(test|itest|spec)\.tsx?$|\/(fixtures|testing)\//;

// Otherwise imports of the generated client could not be resolved on a fresh clone.
ensureDatabaseClient();
const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(ROOMS, options, undefined, {
  tsConfig: extractTsConfig("tsconfig.json"),
});
const { violations, totalCruised } = output.summary;
const cycles = LAYERED_ROOMS.flatMap((room) =>
  folderCycles(output.modules, room, TEST).map((cycle) => ({ room, ...cycle })),
);

for (const { rule, from, to } of violations)
  console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
for (const { room, folders, imports } of cycles)
  console.error(
    `error no-folder-cycles: ${room}/{${folders.join(", ")}}\n  ${imports.join("\n  ")}`,
  );
if (totalCruised < MIN_MODULES)
  console.error(`only ${totalCruised} modules seen, at least ${MIN_MODULES} expected`);
const found = violations.length + cycles.length;
console.log(`import rules: ${totalCruised} modules, ${found} violations`);
process.exit(found > 0 || totalCruised < MIN_MODULES ? 1 : 0);

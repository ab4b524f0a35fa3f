// Runs dependency-cruiser over the source rooms and fails, too, when it saw suspiciously few modules:
// a cruise that parses nothing finds nothing and shows a green tick.
import { existsSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";

const FEWEST_MODULES = 100;
const ROOMS = ["app", "components", "lib", "workers", "cli", "e2e", "bench"].filter((room) =>
  existsSync(room),
);

const options = await extractOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(ROOMS, options, undefined, {
  tsConfig: extractTsConfig("tsconfig.json"),
});
const { violations, totalCruised } = output.summary;

for (const { rule, from, to } of violations)
  console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
if (totalCruised < FEWEST_MODULES)
  console.error(`only ${totalCruised} modules seen, at least ${FEWEST_MODULES} expected`);
console.log(`import rules: ${totalCruised} modules, ${violations.length} violations`);
process.exit(violations.length > 0 || totalCruised < FEWEST_MODULES ? 1 : 0);

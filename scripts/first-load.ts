// Prints what each page of the build loads first, gzipped, and fails where that is above a limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFaults, formatLoad, measureFirstLoads } from "./first-load/first-loads";

const MANIFEST = ".next/diagnostics/route-bundle-stats.json";
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): Buffer => readFileSync(join(ROOT, path));

const loads = measureFirstLoads(JSON.parse(read(MANIFEST).toString()), read);
console.log(loads.map(formatLoad).join("\n"));
const faults = findFaults(loads);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { countPlaywright, countVitest, type Counts } from "./counts";
import type { Scheduled } from "./run-steps";

export interface Step extends Scheduled {
  command: string[];
  env?: Record<string, string>;
  /** Report to count tests from; a step without one is a single check. */
  report?: { file: string; count: (report: unknown) => Counts };
}

const require = createRequire(import.meta.url);
const node = process.execPath;
const tsx = ["--import", "tsx"];
const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");

function vitestStep(name: string, reports: string): Step {
  const file = join(reports, `${name}.json`);
  return {
    name,
    command: [
      node,
      vitest,
      "run",
      "--project",
      name,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ],
    report: { file, count: countVitest },
  };
}

const CLIENT = "database client";

/**
 * Everything that must hold. The longest step starts first; the others run in parallel, cheap ones
 * first; the browser tests run alone. Reports go into the folder `reports`.
 */
export function testSteps(reports: string): Step[] {
  const browser = join(reports, "e2e.json");
  return [
    { name: CLIENT, command: [node, "scripts/prisma.mjs", "generate", "--quiet"] },
    { ...vitestStep("integration", reports), after: [CLIENT] },
    { name: "types", command: ["npm", "run", "--silent", "types"], after: [CLIENT] },
    { name: "lint", command: ["npm", "run", "--silent", "lint"], after: [CLIENT] },
    { name: "import rules", command: ["npm", "run", "--silent", "deps"], after: [CLIENT] },
    { name: "unused code", command: ["npm", "run", "--silent", "unused"], after: [CLIENT] },
    {
      name: "migrations reach the schema",
      command: [node, ...tsx, "scripts/schema-engine.mjs", "check"],
    },
    { ...vitestStep("unit", reports), after: [CLIENT] },
    { ...vitestStep("components", reports), after: [CLIENT] },
    {
      name: "build",
      command: [node, ...tsx, "cli/build.ts", "--if-needed"],
      // Both write the types of routes.
      after: [CLIENT, "types"],
    },
    {
      name: "first loads",
      command: [node, ...tsx, "scripts/first-load.ts"],
      after: ["build"],
    },
    {
      name: "e2e",
      command: [node, ...tsx, "scripts/e2e.ts"],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browser },
      report: { file: browser, count: countPlaywright },
      after: ["build"],
      alone: true,
    },
  ];
}

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { countPlaywright, countVitest, type Counts } from "./counts";

export interface Step {
  name: string;
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

/** Everything that must hold, cheap checks first. Reports go into the folder `reports`. */
export function testSteps(reports: string): Step[] {
  const browser = join(reports, "e2e.json");
  return [
    { name: "database client", command: [node, "scripts/prisma.mjs", "generate", "--quiet"] },
    {
      name: "migrations reach the schema",
      command: [node, ...tsx, "scripts/schema-engine.mjs", "check"],
    },
    { name: "types", command: ["npm", "run", "--silent", "types"] },
    { name: "lint", command: ["npm", "run", "--silent", "lint"] },
    { name: "import rules", command: ["npm", "run", "--silent", "deps"] },
    vitestStep("unit", reports),
    vitestStep("components", reports),
    vitestStep("integration", reports),
    { name: "build", command: [node, ...tsx, "cli/build.ts", "--if-needed"] },
    {
      name: "e2e",
      command: [node, ...tsx, "scripts/e2e.ts"],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browser },
      report: { file: browser, count: countPlaywright },
    },
  ];
}

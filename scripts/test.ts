// npm test: everything, two steps at a time, a line each; what fails shows all it printed. Ends
// with the counts.
//   npm test                    all steps
//   npm test -- types unit      these only
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { add, reconcile, summaryLine, type Counts } from "./test/counts";
import { runCommand } from "./test/run-command";
import { runSteps } from "./test/run-steps";
import { testSteps, type Step } from "./test/steps";

/** Variables of a running program, which must not reach the tests, which start their own. */
const REMOVED_VARIABLES = [
  "DATABASE_URL",
  "REDIS_URL",
  "DATA_DIR",
  "PORT",
  "HOST",
  "APP_URL",
  "TRUSTED_ORIGINS",
  "DEMO_MODEL_URL",
  "AUTH_SECRET",
  "ENCRYPTION_KEY",
  "NODE_ENV",
];
const LABEL_WIDTH = 30;
/** Concurrent steps: the integration tests, and one of the others. */
const MAX_SLOTS = 2;
const NO_RESULTS: Counts = { passed: 0, failed: 0, skipped: 0 };

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env, ...more, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !REMOVED_VARIABLES.includes(name)),
  ) as NodeJS.ProcessEnv;
}

function readCounts({ report }: Step): Counts | undefined {
  if (!report) return undefined;
  try {
    return report.count(JSON.parse(readFileSync(report.file, "utf8")));
  } catch {
    return undefined;
  }
}

async function runStep(step: Step): Promise<Counts> {
  const { exitCode, output, seconds } = await runCommand(step.command, environment(step.env));
  const counts = step.report
    ? reconcile(readCounts(step), exitCode)
    : { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const result = step.report ? summaryLine(counts) : exitCode === 0 ? "ok" : "failed";
  const mark = counts.failed === 0 ? "✓" : "✗";
  console.log(`${mark} ${step.name.padEnd(LABEL_WIDTH)} ${result} (${seconds.toFixed(1)} s)`);
  if (counts.failed > 0) console.log(`\n${output.trimEnd()}\n`);
  return counts;
}

async function main(names: readonly string[]): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), "microcosm-reports-"));
  const steps = testSteps(reports);
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`Unknown step "${unknown}". Steps: ${steps.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  let total: Counts = NO_RESULTS;
  const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
  await runSteps(chosen, Math.min(MAX_SLOTS, availableParallelism()), async (step) => {
    const counts = await runStep(step);
    total = add(total, counts);
  });
  rmSync(reports, { recursive: true, force: true });
  console.log(summaryLine(total));
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

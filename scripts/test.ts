// npm test: everything, one after the other, a line each; what fails shows all it printed. Ends with the counts.
//   npm test                    all steps
//   npm test -- types unit      these only
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, reconcile, summaryLine, type Counts } from "./test/counts";
import { runCommand } from "./test/run-command";
import { testSteps, type Step } from "./test/steps";

/** Variables of a running program must not reach the tests: they bring their own services. */
const NOT_FOR_TESTS = [
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

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env, ...more, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !NOT_FOR_TESTS.includes(name)),
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
  console.log(
    `${counts.failed === 0 ? "✓" : "✗"} ${step.name.padEnd(LABEL_WIDTH)} ${result} (${seconds.toFixed(1)} s)`,
  );
  if (counts.failed > 0) console.log(`\n${output.trimEnd()}\n`);
  return counts;
}

async function main(names: readonly string[]): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), "microcosm-reports-"));
  const steps = testSteps(reports);
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(
      `There is no step "${unknown}". Steps: ${steps.map(({ name }) => name).join(", ")}.`,
    );
    return 2;
  }
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const step of steps) {
    if (names.length === 0 || names.includes(step.name)) total = add(total, await runStep(step));
  }
  rmSync(reports, { recursive: true, force: true });
  console.log(summaryLine(total));
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

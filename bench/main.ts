// npm run bench -- NAME: measures the program and prints one line of JSON per case on standard
// output.
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { agentCases } from "./agents";
import { cliCases } from "./cli";
import { crowdCases } from "./crowd";
import { dummyCases } from "./dummy";
import { engineCases } from "./engine";
import { exportCases } from "./export";
import { globalCases } from "./global";
import { gpuCases } from "./gpus";
import { indexCases } from "./indexes";
import type { BenchResult } from "./measuring/result";
import { memoryCases } from "./memory";
import {
  BENCH_NAMES,
  type BenchName,
  type BenchOptions,
  createBenchProgram,
  defaultOptions,
} from "./options";
import { poolCases } from "./pool";
import { writeReport } from "./report";
import { startCases } from "./start";
import { uiCases } from "./ui";

type Cases = (
  options: BenchOptions,
  say: (line: string) => void,
) => AsyncGenerator<BenchResult> | Generator<BenchResult>;

const CASES: Readonly<Record<BenchName, Cases>> = {
  engine: engineCases,
  indexes: indexCases,
  pool: poolCases,
  gpus: gpuCases,
  agents: agentCases,
  dummy: dummyCases,
  global: globalCases,
  memory: memoryCases,
  export: exportCases,
  ui: uiCases,
  crowd: crowdCases,
  start: startCases,
  cli: cliCases,
};

async function measure(name: BenchName, options: BenchOptions): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of CASES[name](options, (text) => console.error(text))) {
    lines.push(JSON.stringify(line));
    console.log(lines.at(-1));
  }
  return lines;
}

/** Runs all benchmarks one after the other, so that none disturbs another. */
async function measureAll(): Promise<string[]> {
  const lines: string[] = [];
  for (const name of BENCH_NAMES) lines.push(...(await measure(name, defaultOptions(name))));
  return lines;
}

const readLines = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"));

try {
  await createBenchProgram({
    measure: async (name, options) => void (await measure(name, options)),
    report: async (from) => writeReport(from === undefined ? await measureAll() : readLines(from)),
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error);
    process.exitCode = 1;
  }
}

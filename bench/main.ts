// npm run bench -- NAME: measures the program and prints one line of JSON per case on standard output.
import { agentCases } from "./agents";
import { dummyCases } from "./dummy";
import { engineCases } from "./engine";
import { exportCases } from "./export";
import { globalCases } from "./global";
import { gpuCases } from "./gpus";
import { indexCases } from "./indexes";
import type { Line } from "./measuring/line";
import { memoryCases } from "./memory";
import {
  type BenchName,
  BENCHMARKS,
  type BenchOptions,
  readCommand,
  USAGE,
  UsageError,
  usualOptions,
} from "./options";
import { poolCases } from "./pool";
import { writeReport } from "./report";
import { startCases } from "./start";
import { uiCases } from "./ui";

type Cases = (
  options: BenchOptions,
  say: (line: string) => void,
) => AsyncGenerator<Line> | Generator<Line>;

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
  start: startCases,
};

async function main(words: string[]): Promise<number> {
  const command = readCommand(words);
  if (command === undefined) {
    console.log(USAGE);
    return 0;
  }
  if (command.name !== "report") {
    await measure(command.name, command.options);
    return 0;
  }
  writeReport(command.from ?? (await measureAll()));
  return 0;
}

async function measure(name: BenchName, options: BenchOptions): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of CASES[name](options, (text) => console.error(text))) {
    lines.push(JSON.stringify(line));
    console.log(lines.at(-1));
  }
  return lines;
}

/** One after the other, so that none disturbs another. */
async function measureAll(): Promise<string[]> {
  const lines: string[] = [];
  for (const name of Object.keys(BENCHMARKS) as BenchName[])
    lines.push(...(await measure(name, usualOptions(name))));
  return lines;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

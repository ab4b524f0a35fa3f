// npm run bench -- NAME: measures the program and prints one line of JSON per case on standard output.
import { engineCases, type EngineLine } from "./engine";
import { indexCases, type IndexLine } from "./indexes";
import { type BenchOptions, readBenchOptions, USAGE, UsageError } from "./options";
import { writeReport } from "./report";

async function main(words: string[]): Promise<number> {
  const options = readBenchOptions(words);
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  const say = (line: string): void => console.error(line);
  if (options.name === "report" && options.from !== undefined) {
    writeReport(options.from);
    return 0;
  }
  const lines: string[] = [];
  for await (const line of casesOf(options, say)) {
    lines.push(JSON.stringify(line));
    console.log(lines.at(-1));
  }
  if (options.name === "report") writeReport(lines);
  return 0;
}

async function* casesOf(options: BenchOptions, say: (line: string) => void): AsyncGenerator<EngineLine | IndexLine> {
  if (options.name !== "indexes") yield* engineCases(options, say);
  // The engine alone is part of the report, too; it takes the same numbers of agents.
  if (options.name !== "engine") yield* indexCases(options, say);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

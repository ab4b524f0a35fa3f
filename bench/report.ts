import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./measuring/surroundings";
import type { EngineLine } from "./engine";
import type { IndexLine } from "./indexes";
import type { Spread } from "./measuring/spread";

const PAGE = join(PROJECT_ROOT, "docs/benchmarks.md");
const markers = (bench: string): readonly [string, string] => [`<!-- ${bench}: written by npm run bench -- report -->`, `<!-- end of ${bench} -->`];

/** Replaces the tables of docs/benchmarks.md by what these lines say; the words around them stay. */
export function writeReport(lines: readonly string[]): void {
  const cases = lines.map((line) => JSON.parse(line) as EngineLine | IndexLine);
  const engine = cases.filter((line): line is EngineLine => line.bench === "engine");
  const indexes = cases.filter((line): line is IndexLine => line.bench === "indexes");
  let page = readFileSync(PAGE, "utf8");
  // A benchmark that was not among the lines keeps its table.
  if (engine.length > 0) page = withTable(page, "engine", engineTable(engine));
  if (indexes.length > 0) page = withTable(page, "indexes", indexTable(indexes));
  writeFileSync(PAGE, page);
}

/** @throws Error when the page has no place for this benchmark */
export function withTable(page: string, bench: string, table: string): string {
  const [begin, end] = markers(bench);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no lines “${begin}” and “${end}”`);
  return `${page.slice(0, from + begin.length)}\n\n${table}\n${page.slice(to)}`;
}

const count = (value: number): string => Math.round(value).toLocaleString("en-GB");
const decimals = (value: number): string => value.toLocaleString("en-GB", { maximumSignificantDigits: 3 });
const range = ({ median, min, max }: Spread, format: (value: number) => string): string => `${format(median)} (${format(min)}–${format(max)})`;

export function engineTable(cases: readonly EngineLine[]): string {
  const [first] = cases;
  if (!first) throw new RangeError("nothing was measured");
  const { machine, versions, date } = first;
  const rows = cases.map(({ parameters, figures, reference, ratio, processor, peakMemoryMiB }) =>
    [
      count(parameters.agents), count(figures.decisions), range(figures.seconds, decimals), range(figures.decisionsPerSecond, count),
      decimals(figures.millisecondsPerAgent.median), range(reference.seconds, decimals), range(ratio, decimals),
      ...[processor?.workerMsPerDecision, processor?.postgresMsPerDecision, processor?.coresUsedByOthers].map((figure) => (figure ? decimals(figure.median) : "–")),
      ...[peakMemoryMiB.worker, peakMemoryMiB.postgres].map((peak) => (peak === undefined ? "–" : count(peak))),
    ].join(" | "),
  );
  return [
    `Measured ${date}: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system};`,
    `Microcosm ${versions.microcosm}, Node ${versions.node}, PostgreSQL ${versions.postgres}.`,
    `Median of ${first.parameters.repetitions} repetitions (smallest–largest), ${first.parameters.rounds} rounds, one worker process.`,
    "",
    "| agents | decisions | seconds | decisions/s | ms per agent | COPY, seconds | run ÷ COPY | worker, CPU ms per decision | Postgres, CPU ms per decision | cores used by others | worker, peak MiB | Postgres, peak MiB |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}

export function indexTable(cases: readonly IndexLine[]): string {
  const [first] = cases;
  if (!first) throw new RangeError("nothing was measured");
  const { machine, versions, date } = first;
  const rows = cases.map(({ parameters, figures, ratio, peakMemoryMiB }) =>
    [
      parameters.scenario, count(parameters.agents), count(figures.decisions), range(figures.microsecondsPerAgent, decimals), decimals(ratio),
      ...[figures.plan, figures.prompts, figures.commits, figures.setup].map(({ median }) => decimals(median)), count(peakMemoryMiB.bench),
    ].join(" | "),
  );
  return [
    `Measured ${date}: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}; Microcosm ${versions.microcosm}, Node ${versions.node}.`,
    `Median of ${first.parameters.repetitions} repetitions (smallest–largest), ${first.parameters.rounds} rounds; microseconds per agent and round, set-up per agent.`,
    "",
    "| scenario | agents | decisions | µs per agent | to the first | who decides | prompts and answers | commits | set-up | peak MiB |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineChart, type Series } from "./measuring/chart";
import type { Figure, BenchResult } from "./measuring/result";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import type { BenchName } from "./options";

const PAGE = join(PROJECT_ROOT, "docs/benchmarks.md");
const IMAGES = join(PROJECT_ROOT, "docs/images");
const markers = (bench: string): readonly [string, string] => [
  `<!-- ${bench}: written by npm run bench -- report -->`,
  `<!-- end of ${bench} -->`,
];

/** A column of a benchmark's table: its heading, and the path of its figure within a line. */
type Column = readonly [
  heading: string,
  at: `${"parameters" | "figures" | "reference" | "peakMemoryMiB"}.${string}` | "ratio",
];

const AGENTS: Column = ["agents", "parameters.agents"];
const DECISIONS: Column = ["decisions", "figures.decisions"];
const SECONDS: Column = ["seconds", "figures.seconds"];
const DECISIONS_PER_SECOND: Column = ["decisions/s", "figures.decisionsPerSecond"];
const WORKER_CPU: Column = ["worker, CPU ms per decision", "figures.workerMsPerDecision"];
const OTHER_CORES: Column = ["cores used by other programs", "figures.coresUsedByOthers"];
const WORKER_PEAK: Column = ["worker, peak MiB", "peakMemoryMiB.worker"];
const POSTGRES_PEAK: Column = ["PostgreSQL, peak MiB", "peakMemoryMiB.postgres"];
const ENDPOINTS: Column = ["endpoints", "parameters.endpoints"];
const SECONDS_PER_ROUND: Column = ["seconds per round", "figures.secondsPerRound"];
const LINEAR_SECONDS: Column = ["linear", "reference.secondsPerRound"];

const COLUMNS: Readonly<Record<BenchName, readonly Column[]>> = {
  engine: [
    AGENTS,
    DECISIONS,
    SECONDS,
    DECISIONS_PER_SECOND,
    ["ms per agent", "figures.millisecondsPerAgent"],
    ["COPY, seconds", "reference.seconds"],
    ["run ÷ COPY", "ratio"],
    WORKER_CPU,
    ["PostgreSQL, CPU ms per decision", "figures.postgresMsPerDecision"],
    OTHER_CORES,
    WORKER_PEAK,
    POSTGRES_PEAK,
  ],
  indexes: [
    ["scenario", "parameters.scenario"],
    AGENTS,
    DECISIONS,
    ["µs per agent", "figures.microsecondsPerAgent"],
    ["ratio to the smallest run", "ratio"],
    ["planning", "figures.plan"],
    ["prompts and answers", "figures.prompts"],
    ["commits", "figures.commits"],
    ["setup", "figures.setup"],
    ["peak MiB", "peakMemoryMiB.bench"],
  ],
  pool: [
    ["case", "parameters.case"],
    ["runs", "parameters.runs"],
    DECISIONS_PER_SECOND,
    ["openai loop, calls/s", "reference.callsPerSecond"],
    ["undici loop, calls/s", "reference.undiciPerSecond"],
    ["ratio to the reference", "ratio"],
    ["slots busy", "figures.slotsBusy"],
    ["upper bound", "reference.slotsBusyAtBest"],
    WORKER_CPU,
    ["prompt tokens found in the prefix cache", "figures.sharedPrefix"],
    OTHER_CORES,
    WORKER_PEAK,
  ],
  gpus: [
    ["GPUs", "parameters.endpoints"],
    SECONDS,
    ["speed-up", "figures.speedUp"],
    ["efficiency", "ratio"],
    ["bare loop, seconds", "reference.bareSeconds"],
    ["bare loop, speed-up", "reference.bareSpeedUp"],
    ["agents per hour", "figures.agentsPerHour"],
    ["prompt tokens per call", "figures.promptTokens"],
    ["cached share", "figures.prefixCached"],
    ["completion tokens per call", "figures.completionTokens"],
    ["busiest ÷ mean GPU", "figures.busiestEndpoint"],
    WORKER_CPU,
    OTHER_CORES,
  ],
  agents: [
    AGENTS,
    SECONDS_PER_ROUND,
    LINEAR_SECONDS,
    ["ratio to linear", "ratio"],
    ["ms per agent", "figures.millisecondsPerAgent"],
    ["idle share", "figures.coordination"],
    WORKER_CPU,
    OTHER_CORES,
    WORKER_PEAK,
  ],
  dummy: [
    AGENTS,
    SECONDS,
    ["seconds with setup", "figures.secondsWithSetup"],
    DECISIONS_PER_SECOND,
    ["ratio to AgentScope, per agent", "ratio"],
    WORKER_CPU,
    OTHER_CORES,
    WORKER_PEAK,
    POSTGRES_PEAK,
  ],
  global: [
    ["scenario", "parameters.scenario"],
    AGENTS,
    SECONDS,
    ["seconds without", "reference.seconds"],
    ["ratio", "ratio"],
    ["ratio of the worker's CPU time", "figures.workerMsRatio"],
    OTHER_CORES,
  ],
  memory: [
    AGENTS,
    ["memories per agent", "parameters.memories"],
    ["ms per agent", "figures.msPerAgent"],
    ["worker, CPU ms per agent", "figures.workerMsPerAgent"],
    ["bare scan, ms per agent", "reference.msPerAgent"],
    ["ratio to the scan", "ratio"],
    OTHER_CORES,
    WORKER_PEAK,
  ],
  export: [
    ["file", "parameters.file"],
    ["rows", "parameters.rows"],
    ["MB", "figures.megabytes"],
    ["rows/s", "figures.rowsPerSecond"],
    ["COPY, rows/s", "reference.rowsPerSecond"],
    ["ratio to COPY", "ratio"],
    ["largest process, peak MiB", "peakMemoryMiB.largestProcess"],
  ],
  ui: [
    AGENTS,
    ["first load, ms", "figures.firstLoadMs"],
    ["ratio to the smallest run", "ratio"],
    ["agent search, ms", "figures.agentSearchMs"],
    ["table scroll, ms", "figures.tableScrollMs"],
    ["chart, ms", "figures.chartMs"],
    ["network layout, ms", "figures.networkLoadMs"],
    ["network colours, ms", "figures.networkColourMs"],
    ["network zoom, ms", "figures.networkZoomMs"],
    ["server p95, ms", "figures.serverP95Ms"],
    ["slowest request", "figures.slowestRequest"],
  ],
  crowd: [
    AGENTS,
    ["people", "parameters.people"],
    ["live pages", "parameters.streams"],
    ["rows of the file", "parameters.rows"],
    ["seconds per page", "parameters.reading"],
    ["visits", "figures.visits"],
    ["errors", "figures.errors"],
    ["p95 of all, ms", "figures.p95Ms"],
    ["alone, ms", "reference.p95Ms"],
    ["ratio to alone", "ratio"],
    ...["home", "run", "decisions", "run (API)", "agents (API)", "decisions (API)"].map(
      (route): Column => [`${route}, p95 ms`, `figures.${route}, p95 ms`],
    ),
    ["slowest, ms", "figures.slowestMs"],
    ["event loop late by at most, ms", "figures.eventLoopMaxMs"],
    ["p99, ms", "figures.eventLoopP99Ms"],
    ["downloads", "figures.downloads"],
    ["heavy estimates refused", "figures.estimatesRefused"],
    ["events", "figures.events"],
    ["largest process, peak MiB", "peakMemoryMiB.largestProcess"],
  ],
  start: [
    ["repetitions", "parameters.repetitions"],
    ["seconds to the first page", "figures.seconds"],
  ],
  cli: [
    ["command", "parameters.command"],
    ["processor time, s", "figures.processorSeconds"],
    ["node -e 0, s", "reference.processorSeconds"],
    ["ratio", "ratio"],
    SECONDS,
  ],
};

type Chart = {
  readonly file: string;
  readonly title: string;
  readonly bench: BenchName;
  readonly x: Column;
  readonly y: Column;
  readonly reference?: Column;
  readonly logarithmic: boolean;
};

/** Counterparts of the figures on efficiency in the paper on GenSim. */
const CHARTS: readonly Chart[] = [
  {
    file: "bench-agents.svg",
    title: "Time per round by number of agents, eight simulated GPUs",
    bench: "agents",
    x: AGENTS,
    y: SECONDS_PER_ROUND,
    reference: LINEAR_SECONDS,
    logarithmic: true,
  },
  {
    file: "bench-gpus.svg",
    title: "Time per round of 10,000 agents by number of endpoints",
    bench: "gpus",
    x: ENDPOINTS,
    y: SECONDS,
    logarithmic: true,
  },
  {
    file: "bench-utilisation.svg",
    title: "Speed-up per endpoint",
    bench: "gpus",
    x: ENDPOINTS,
    y: ["share of the ideal", "ratio"],
    logarithmic: false,
  },
  {
    file: "bench-memory.svg",
    title: "Peak memory of a worker by number of agents",
    bench: "engine",
    x: AGENTS,
    y: ["MiB", "peakMemoryMiB.worker"],
    logarithmic: true,
  },
];

/** Replaces the tables and charts of docs/benchmarks.md for the benchmarks among these lines. */
export function writeReport(lines: readonly string[]): void {
  const cases = lines.map((line) => JSON.parse(line) as BenchResult);
  let page = readFileSync(PAGE, "utf8");
  for (const [bench, columns] of Object.entries(COLUMNS)) {
    const own = cases.filter((line) => line.bench === bench);
    if (own.length > 0) page = replaceTable(page, bench, formatTable(own, columns));
  }
  writeFileSync(PAGE, page);
  mkdirSync(IMAGES, { recursive: true });
  for (const chart of CHARTS) {
    const series = buildSeries(
      chart,
      cases.filter(({ bench }) => bench === chart.bench),
    );
    if (series.every(({ points }) => points.length > 1))
      writeFileSync(
        join(IMAGES, chart.file),
        lineChart({
          title: chart.title,
          x: chart.x[0],
          y: chart.y[0],
          logarithmic: chart.logarithmic,
          series,
        }),
      );
  }
}

/** @throws Error when the page has no marker for this benchmark */
export function replaceTable(page: string, bench: string, table: string): string {
  const [begin, end] = markers(bench);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`docs/benchmarks.md has no lines “${begin}” and “${end}”`);
  return `${page.slice(0, from + begin.length)}\n\n${table}\n${page.slice(to)}`;
}

export function formatTable(lines: readonly BenchResult[], columns: readonly Column[]): string {
  const [first] = lines;
  if (!first) throw new RangeError("nothing was measured");
  const { machine, versions, date } = first;
  // Omits columns for which no line has a figure.
  const shown = columns.filter(([, at]) => lines.some((line) => figureAt(line, at) !== undefined));
  const isText = ([, at]: Column): boolean =>
    lines.some((line) => typeof figureAt(line, at) === "string");
  return [
    `Measured ${date}: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} ` +
      `GiB, ${machine.system}; Microcosm ${versions.microcosm}, Node ` +
      `${versions.node}` +
      `${versions.postgres === "none" ? "" : `, PostgreSQL ${versions.postgres}`}. ` +
      formatRepetitions(first),
    "",
    `| ${shown.map(([heading]) => heading).join(" | ")} |`,
    `| ${shown.map((column) => (isText(column) ? "---" : "---:")).join(" | ")} |`,
    ...lines.map(
      (line) => `| ${shown.map(([, at]) => formatFigure(figureAt(line, at))).join(" | ")} |`,
    ),
    "",
  ].join("\n");
}

function formatRepetitions({ parameters: { repetitions } }: BenchResult): string {
  if (typeof repetitions !== "number" || repetitions === 1) return "One repetition.";
  return `Median of ${repetitions} repetitions (smallest–largest).`;
}

function figureAt(line: BenchResult, at: Column[1]): Figure | undefined {
  if (at === "ratio") return line.ratio ?? undefined;
  const [part, name = ""] = at.split(".") as [
    "parameters" | "figures" | "reference" | "peakMemoryMiB",
    string,
  ];
  return line[part][name] ?? undefined;
}

/** Formats counts in full, and other numbers with the precision of a timing. */
const formatMeasurement = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString("en-GB")
    : value.toLocaleString("en-GB", { maximumSignificantDigits: 3 });

function formatFigure(figure: Figure | undefined): string {
  if (figure === undefined || figure === null) return "–";
  if (typeof figure === "string") return figure;
  if (typeof figure === "number") return formatMeasurement(figure);
  const { median, min, max } = figure;
  return min === max
    ? formatMeasurement(median)
    : `${formatMeasurement(median)} (${formatMeasurement(min)}–${formatMeasurement(max)})`;
}

function buildSeries({ x, y, reference }: Chart, lines: readonly BenchResult[]): readonly Series[] {
  const points = (column: Column) =>
    lines.flatMap((line) => {
      const [across, up] = [medianOf(figureAt(line, x[1])), medianOf(figureAt(line, column[1]))];
      return across === undefined || up === undefined ? [] : [{ x: across, y: up }];
    });
  return [
    { label: "measured", points: points(y) },
    ...(reference ? [{ label: reference[0], points: points(reference), dashed: true }] : []),
  ];
}

const medianOf = (figure: Figure | undefined): number | undefined =>
  typeof figure === "number"
    ? figure
    : typeof figure === "object" && figure !== null
      ? figure.median
      : undefined;

import { Command, InvalidArgumentError } from "commander";

export type BenchOptions = {
  readonly agents: readonly number[];
  readonly rounds: number;
  readonly repetitions: number;
  /** Folder for a CPU profile of the worker, one per case. */
  readonly profile: string | undefined;
  /** Only for `crowd`. */
  readonly crowd: CrowdSize;
};

export type CrowdSize = {
  /** Those who browse. */
  readonly people: number;
  /** Live pages that are open, over all people: at most 50 for each. */
  readonly streams: number;
  /** Decisions in the file that is downloaded again and again. */
  readonly rows: number;
  /** Duration of each of the two measurements. */
  readonly seconds: number;
  /** Seconds that a person looks at each page. */
  readonly reading: number;
};

const CROWD: CrowdSize = {
  people: 50,
  streams: 600,
  rows: 1_000_000,
  seconds: 60,
  reading: 5,
};

/** Every benchmark with its defaults. */
const BENCHMARKS = {
  engine: {
    description: "decisions per second of the whole program, with an instant model",
    agents: "1000,10000,100000",
    rounds: "3",
    repetitions: "3",
  },
  indexes: {
    description: "time per agent in the engine alone; constant if look-ups are indexed",
    agents: "1000,10000,100000",
    rounds: "3",
    repetitions: "3",
  },
  pool: {
    description: "20,000 HTTP calls compared with bare loops, and utilisation of slow servers",
    agents: "20000",
    rounds: "1",
    repetitions: "3",
  },
  gpus: {
    description: "10,000 agents on 1, 2, 4 and 8 simulated GPUs",
    agents: "10000",
    rounds: "1",
    repetitions: "1",
  },
  agents: {
    description: "time per round by number of agents, on 8 simulated GPUs",
    agents: "100,1000,10000,20000,100000",
    rounds: "1",
    repetitions: "1",
  },
  dummy: {
    description: "the AgentScope test: every agent makes one call of one second",
    agents: "100000,1000000",
    rounds: "1",
    repetitions: "1",
  },
  global: {
    description: "agents that read and write global state, compared with agents that do not",
    agents: "10000",
    rounds: "3",
    repetitions: "3",
  },
  memory: {
    description: "retrieval and prompts of agents with 200 memories each",
    agents: "1000,10000",
    rounds: "1",
    repetitions: "3",
  },
  export: {
    description: "decisions.csv and agents.csv of a million rows over HTTP, compared with COPY",
    agents: "10000",
    rounds: "1",
    repetitions: "3",
  },
  ui: {
    description: "the page of a running run of 100,000 agents, compared with one of 100",
    agents: "100,100000",
    rounds: "3",
    repetitions: "5",
  },
  crowd: {
    description: "people who browse during an export, a large run, heavy documents and live pages",
    agents: "100000",
    rounds: "3",
    repetitions: "1",
  },
  start: {
    description: "npm start with build and data present, until the first page",
    agents: "100",
    rounds: "1",
    repetitions: "3",
  },
  cli: {
    description: "processor time of commands, compared with a Node that does nothing",
    agents: "200",
    rounds: "3",
    repetitions: "5",
  },
} as const satisfies Record<
  string,
  { description: string; agents: string; rounds: string; repetitions: string }
>;

export type BenchName = keyof typeof BENCHMARKS;
export const BENCH_NAMES = Object.keys(BENCHMARKS) as BenchName[];

/** Selects what the command line runs. */
export type BenchActions = {
  readonly measure: (name: BenchName, options: BenchOptions) => Promise<void>;
  /** Writes the report, from stored lines if a file of them is given. */
  readonly report: (from: string | undefined) => Promise<void>;
};

/** The default options of a benchmark. */
export const defaultOptions = (name: BenchName): BenchOptions => {
  const { agents, rounds, repetitions } = BENCHMARKS[name];
  return {
    agents: agentsArg(agents),
    rounds: countArg(rounds),
    repetitions: countArg(repetitions),
    profile: undefined,
    crowd: CROWD,
  };
};

/** The command line of the benchmarks. Throws CommanderError instead of ending the process. */
export function createBenchProgram({ measure, report }: BenchActions): Command {
  const program = new Command("npm run --silent bench --")
    .description("Measure the program; prints one line of JSON per case.")
    .usage("<benchmark> [options]")
    .exitOverride()
    .showHelpAfterError("Usage: npm run --silent bench -- --help")
    .commandsGroup("Benchmarks:");
  for (const name of BENCH_NAMES) {
    const { description, agents, rounds, repetitions } = BENCHMARKS[name];
    const command = program
      .command(name)
      .description(description)
      .usage("[options]")
      .option("--agents <n,…>", "numbers of agents", agentsArg, agentsArg(agents))
      .option("--rounds <n>", "rounds per run", countArg, countArg(rounds))
      .option(
        "--repetitions <n>",
        "repetitions; figures are medians",
        countArg,
        countArg(repetitions),
      );
    if (name === "engine")
      command.option("--profile <dir>", "write a CPU profile of the worker for each case");
    if (name === "crowd") addCrowdOptions(command);
    command.action((given: GivenOptions) => measure(name, toBenchOptions(given)));
  }
  program
    .commandsGroup("Report:")
    .command("report")
    .description("run all benchmarks and write the tables and charts of docs/benchmarks.md")
    .usage("[options]")
    .option("--from <file>", "use lines printed earlier instead of measuring")
    .action(({ from }: { readonly from?: string }) => report(from));
  return program;
}

const CROWD_HELP: Readonly<Record<keyof CrowdSize, string>> = {
  people: "people who browse",
  streams: "live pages that are open, at most 50 for each person",
  rows: "decisions in the file that is downloaded",
  seconds: "duration of each of the two measurements",
  reading: "seconds that a person looks at each page",
};
const crowdKeys = Object.keys(CROWD_HELP) as (keyof CrowdSize)[];

function addCrowdOptions(command: Command): void {
  for (const key of crowdKeys)
    command.option(`--${key} <n>`, CROWD_HELP[key], countArg, CROWD[key]);
}

type GivenOptions = Omit<BenchOptions, "profile" | "crowd"> & {
  readonly profile?: string;
} & Partial<CrowdSize>;

const toBenchOptions = ({
  agents,
  rounds,
  repetitions,
  profile,
  ...crowd
}: GivenOptions): BenchOptions => ({
  ...{ agents, rounds, repetitions, profile },
  crowd: { ...CROWD, ...crowd },
});

const agentsArg = (text: string): number[] =>
  text.split(",").map((count) => parseInteger(count, 10));
const countArg = (text: string): number => parseInteger(text, 1);

function parseInteger(text: string, min: number): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < min)
    throw new InvalidArgumentError(`Expected a whole number of at least ${min}.`);
  return number;
}

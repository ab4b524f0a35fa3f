import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

export class UsageError extends Error {}

export type BenchOptions = {
  readonly agents: readonly number[];
  readonly rounds: number;
  readonly repetitions: number;
  /** Folder for a CPU profile of the worker, one per case. */
  readonly profile: string | undefined;
};

/** What each benchmark does, and what it measures unless told otherwise. */
export const BENCHMARKS = {
  engine: {
    does: "decisions per second of the whole program, with a model that answers at once",
    agents: "1000,10000,100000",
    rounds: "3",
    repetitions: "3",
  },
  indexes: {
    does: "what an agent costs in the engine alone: flat, if look-ups are",
    agents: "1000,10000,100000",
    rounds: "3",
    repetitions: "3",
  },
  pool: {
    does: "20,000 calls over HTTP against bare loops, and how busy slow servers are kept",
    agents: "20000",
    rounds: "1",
    repetitions: "3",
  },
  gpus: {
    does: "10,000 agents on 1, 2, 4 and 8 imitated GPUs",
    agents: "10000",
    rounds: "1",
    repetitions: "1",
  },
  agents: {
    does: "time per round against the number of agents, on eight imitated GPUs",
    agents: "100,1000,10000,20000,100000",
    rounds: "1",
    repetitions: "1",
  },
  dummy: {
    does: "AgentScope's test: every agent makes one call that takes a second",
    agents: "100000,1000000",
    rounds: "1",
    repetitions: "1",
  },
  global: {
    does: "agents who all read and write global state, against the same without it",
    agents: "10000",
    rounds: "3",
    repetitions: "3",
  },
  memory: {
    does: "retrieval and prompts of agents with 200 memories each",
    agents: "1000,10000",
    rounds: "1",
    repetitions: "3",
  },
  export: {
    does: "decisions.csv and agents.csv of a million rows over HTTP, against COPY",
    agents: "10000",
    rounds: "1",
    repetitions: "3",
  },
  ui: {
    does: "the page of a run of 100,000 agents while it runs, against one of 100",
    agents: "100,100000",
    rounds: "3",
    repetitions: "5",
  },
  start: {
    does: "npm start with a build and data present, to the first page",
    agents: "100",
    rounds: "1",
    repetitions: "3",
  },
} as const satisfies Record<
  string,
  { does: string; agents: string; rounds: string; repetitions: string }
>;

export type BenchName = keyof typeof BENCHMARKS;
const isBench = (name: string): name is BenchName => Object.hasOwn(BENCHMARKS, name);

export type Command =
  | { readonly name: BenchName; readonly options: BenchOptions }
  | {
      readonly name: "report";
      /** Lines printed earlier, to be reported instead of measuring. */ readonly from:
        readonly string[] | undefined;
    };

export const USAGE = `npm run --silent bench -- NAME [options]

${Object.entries(BENCHMARKS)
  .map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`)
  .join("\n")}
  report     all of them, and writes tables and charts of docs/benchmarks.md
             --from FILE           from lines printed earlier instead of measuring

  --agents N[,N…]  --rounds R  --repetitions R     figures are medians; not every benchmark takes all of these
  --profile DIR                                    engine: a CPU profile of the worker per case`;

/** What a benchmark measures unless told otherwise. */
export const usualOptions = (name: BenchName): BenchOptions =>
  optionsOf(BENCHMARKS[name], undefined);

/**
 * The words after `npm run bench --`; undefined when they ask for help.
 * @throws UsageError
 */
export function readCommand(words: string[]): Command | undefined {
  const { values, positionals } = parse(words);
  const [name, ...more] = positionals;
  if (values.help || name === undefined) return undefined;
  if (more.length > 0 || (name !== "report" && !isBench(name)))
    throw new UsageError(`There is no benchmark “${positionals.join(" ")}”.\n\n${USAGE}`);
  if (name === "report")
    return {
      name,
      from:
        values.from === undefined
          ? undefined
          : readFileSync(values.from, "utf8")
              .split("\n")
              .filter((line) => line.startsWith("{")),
    };
  const { agents, rounds, repetitions } = BENCHMARKS[name];
  return {
    name,
    options: optionsOf(
      {
        agents: values.agents ?? agents,
        rounds: values.rounds ?? rounds,
        repetitions: values.repetitions ?? repetitions,
      },
      values.profile,
    ),
  };
}

const optionsOf = (
  {
    agents,
    rounds,
    repetitions,
  }: { readonly agents: string; readonly rounds: string; readonly repetitions: string },
  profile: string | undefined,
): BenchOptions => ({
  agents: agents.split(",").map((text) => wholeNumber("--agents", text, 10)),
  rounds: wholeNumber("--rounds", rounds, 1),
  repetitions: wholeNumber("--repetitions", repetitions, 1),
  profile,
});

function parse(words: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        agents: text,
        rounds: text,
        repetitions: text,
        profile: text,
        from: text,
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < least)
    throw new UsageError(`${option} ${text}: a whole number of at least ${least} is needed`);
  return number;
}

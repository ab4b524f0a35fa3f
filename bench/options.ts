import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

export class UsageError extends Error {}

export type EngineOptions = {
  readonly agents: readonly number[];
  readonly rounds: number;
  readonly repetitions: number;
  /** Folder for a CPU profile of the worker, one per case. */
  readonly profile: string | undefined;
};

export type IndexOptions = Pick<EngineOptions, "agents" | "rounds" | "repetitions">;

const NAMES = ["engine", "indexes", "report"] as const;
type Name = (typeof NAMES)[number];
const isName = (name: string): name is Name => (NAMES as readonly string[]).includes(name);

export type BenchOptions = EngineOptions & {
  readonly name: Name;
  /** Lines printed by earlier calls, to be reported instead of measuring. */
  readonly from: readonly string[] | undefined;
};

const DEFAULT_AGENTS = { engine: "1000,10000", indexes: "1000,10000,100000", report: "1000,10000,100000" } as const;

export const USAGE = `npm run --silent bench -- NAME [options]

  engine                    decisions per second of the whole program, with a model that answers at once
      --agents N[,N…]       default ${DEFAULT_AGENTS.engine}
      --rounds R            default 3
      --repetitions R       default 3; figures are medians
      --profile DIR         writes a CPU profile of the worker per case, to be opened in a browser's developer tools
  indexes                   what an agent costs in the engine alone, at ${DEFAULT_AGENTS.indexes} agents: flat, if look-ups are
  report                    the engine with ${DEFAULT_AGENTS.report} agents, and writes the tables of docs/benchmarks.md
      --from FILE           from lines printed earlier instead of measuring`;

/**
 * The words after `npm run bench --`; undefined when they ask for help.
 * @throws UsageError
 */
export function readBenchOptions(words: string[]): BenchOptions | undefined {
  const { values, positionals } = parse(words);
  const [name, ...more] = positionals;
  if (values.help || name === undefined) return undefined;
  if (!isName(name) || more.length > 0) throw new UsageError(`There is no benchmark “${positionals.join(" ")}”.\n\n${USAGE}`);
  return {
    name,
    agents: (values.agents ?? DEFAULT_AGENTS[name]).split(",").map((text) => wholeNumber("--agents", text, 10)),
    rounds: wholeNumber("--rounds", values.rounds ?? "3", 1),
    repetitions: wholeNumber("--repetitions", values.repetitions ?? "3", 1),
    profile: values.profile,
    from: values.from === undefined ? undefined : readFileSync(values.from, "utf8").split("\n").filter((line) => line.startsWith("{")),
  };
}

function parse(words: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { agents: text, rounds: text, repetitions: text, profile: text, from: text, help: { type: "boolean" } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < least) throw new UsageError(`${option} ${text}: a whole number of at least ${least} is needed`);
  return number;
}

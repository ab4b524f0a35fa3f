import type { DecisionRecord } from "@/lib/domain/decision";
import { describeProblem, parseScenario, type ParameterValues, type ScenarioDocument, type Value } from "@/lib/domain/scenario";
import type { Datasets } from "../population";
import type { ModelRequest } from "../ports";
import { compileScenario } from "../run/compile";
import type { Commit, RowChange } from "../run/contract";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

export type Data = Readonly<Record<string, Value>>;
type Cells = Readonly<Record<string, number | null>>;

/** Test support: a world as it was after one commit. */
export type Snapshot = { readonly key: string; readonly round: number; rows(table: string): readonly (Data & { readonly id: string })[] };

export type Play = {
  /** One for each commit. */
  readonly snapshots: readonly Snapshot[];
  readonly end: Snapshot;
  /** Measures by round. */
  readonly rounds: readonly Cells[];
  readonly problems: readonly string[];
  readonly commits: readonly Commit[];
  readonly decisions: readonly DecisionRecord[];
  readonly prompts: readonly string[];
  readonly stopped: string | null;
};

export type PlayOptions = { readonly parameters?: ParameterValues; readonly seed?: number; readonly answer?: (request: ModelRequest, prompt: string) => string };

/** Test support: compiles a template once, and plays it as often as needed. */
export function player(document: ScenarioDocument, datasets: Datasets = {}): (options?: PlayOptions) => Promise<Play> {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  const compiled = compileScenario(parsed.scenario);
  return async ({ parameters = {}, seed = 1, answer = plausibleAnswer } = {}) => {
    const prompts: string[] = [];
    const model = (request: ModelRequest): string => {
      const prompt = request.messages.map(({ content }) => content).join("\n\n");
      prompts.push(prompt);
      return answer(request, prompt);
    };
    const { commits, decisions, stopped } = await simulate(openSimulation(compiled, { parameters, seed, datasets }), model);
    const snapshots = snapshotsOf(commits);
    const end = snapshots.at(-1);
    if (!end) throw new Error("Nothing was played.");
    const rounds: Record<string, number | null>[] = [];
    const measures = commits.flatMap((commit) => commit.measures);
    for (const { name, round, value } of measures) (rounds[round] ??= {})[name] = value;
    const problems = measures.flatMap(({ name, round, problem }) => (problem === undefined || problem === "There is no value." ? [] : [`${name} in round ${round}: ${problem}`]));
    return { snapshots, end, rounds, problems, commits, decisions, prompts, stopped };
  };
}

function snapshotsOf(commits: readonly Commit[]): Snapshot[] {
  let tables: ReadonlyMap<string, ReadonlyMap<string, Data>> = new Map();
  return commits.map(({ step, rows }) => {
    tables = changed(tables, rows);
    const now = tables;
    return { key: step.key, round: step.round, rows: (table) => [...(now.get(table) ?? [])].map(([id, data]) => ({ ...data, id })) };
  });
}

/** Only the tables that changed are copied: a long run has many commits. */
function changed(tables: ReadonlyMap<string, ReadonlyMap<string, Data>>, rows: readonly RowChange[]): ReadonlyMap<string, ReadonlyMap<string, Data>> {
  const fresh = new Map<string, Map<string, Data>>();
  for (const { table, id, data } of rows) {
    const own = fresh.get(table) ?? new Map(tables.get(table));
    fresh.set(table, own);
    if (data === null) own.delete(id);
    else own.set(id, data);
  }
  return new Map([...tables, ...fresh]);
}

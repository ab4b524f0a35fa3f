import type { Expression, Generator, Network, Scenario, Value } from "@/lib/domain/scenario";
import { amountsOf, endsProblem, type GeneratorParams, generateTies, NetworkError } from "../networks";
import { drawsFor } from "../random";
import type { Compiler, Evaluate, Place } from "./compiler";
import { LIMITS } from "./limits";
import { type Moment, MomentError } from "./moment";
import { environmentNames } from "./names";
import { checkedValue, type Rows } from "./rows";
import type { StepMoments } from "./step-moments";

/** Makes the world of a run: the world's row, tables, agents, networks, each in declared order. */
export type Setup = (moments: StepMoments) => void;

export function compileSetup(scenario: Scenario, compiler: Compiler, rows: Rows): Setup {
  const at = (pointer: string): Place => ({ pointer, names: environmentNames(scenario) });
  const tables = Object.entries(scenario.tables).map(([name, table]) => ({
    name,
    pointer: `/tables/${name}`,
    inline: table.rows ?? [],
    count: counted(table.count, at(`/tables/${name}/count`), compiler),
  }));
  const agents = Object.entries(scenario.agents).map(([name, type]) => ({
    name,
    pointer: `/agents/${name}`,
    inline: [],
    count: counted(type.count, at(`/agents/${name}/count`), compiler),
  }));
  const networks = Object.entries(scenario.networks).map(([name, network]) => compileNetwork(name, network, at(`/networks/${name}/generate`), compiler));
  return (moments) => {
    const drawsOf = (id: string) => drawsFor(moments.seed, 0, "setup", id);
    const add = (table: string, given?: Readonly<Record<string, Value>>) => rows.make(table, moments.environment(LIMITS.momentSteps), drawsOf, given);
    add("world");
    for (const { name, pointer, inline, count } of [...tables, ...agents]) {
      inline.forEach((cells, position) => add(name, givenCells(name, cells, `${pointer}/rows/${position}`, rows, moments.environment())));
      const wanted = count(moments.environment());
      for (let made = 0; made < wanted; made += 1) add(name);
    }
    for (const { name, ties } of networks) for (const [source, target] of ties(moments)) add(name, { source, target });
  };
}

/** How many rows to generate; none when nothing is said. */
function counted(count: Expression | undefined, place: Place, compiler: Compiler): Evaluate<number> {
  if (count === undefined) return () => 0;
  const evaluate = compiler.number(count, place);
  return (moment) => {
    const value = evaluate(moment);
    if (Number.isInteger(value) && value >= 0 && value <= LIMITS.rows) return value;
    throw new MomentError(`The number of rows must be a whole number from 0 to ${LIMITS.rows}, not ${value}.`, place.pointer, String(count));
  };
}

function givenCells(table: string, cells: Readonly<Record<string, Value>>, pointer: string, rows: Rows, moment: Moment): Record<string, Value> {
  const given: Record<string, Value> = {};
  for (const [attribute, value] of Object.entries(cells)) {
    const store = rows.store(table, attribute);
    if (!store) throw new MomentError(`${table} has no attribute ${attribute}.`, `${pointer}/${attribute}`);
    given[attribute] = checkedValue(store, value, moment, `${pointer}/${attribute}`);
  }
  return given;
}

type Ends = readonly [source: string, target: string];

function compileNetwork(name: string, { between, directed, generate }: Network, place: Place, compiler: Compiler): { name: string; ties: (moments: StepMoments) => Ends[] } {
  if (!generate) return { name, ties: () => [] };
  const problem = endsProblem(generate.kind, between);
  if (problem !== undefined) compiler.problem(`${place.pointer}/kind`, problem);
  const params = compileParams(generate, place, compiler);
  const ties = (moments: StepMoments): Ends[] => {
    const { world } = moments;
    const [sources, targets] = [world.rows(between[0]), world.rows(between[1])];
    try {
      const pairs = generateTies(params(moments.environment()), sources, targets, directed, drawsFor(moments.seed, 0, "setup", name));
      return pairs.map(([source, target]) => [sources[source]?.id ?? "", targets[target]?.id ?? ""]);
    } catch (error) {
      throw error instanceof NetworkError ? new MomentError(error.message, place.pointer) : error;
    }
  };
  return { name, ties };
}

/** The generator with its expressions replaced by their values. */
function compileParams(generate: Generator, place: Place, compiler: Compiler): Evaluate<GeneratorParams> {
  const amounts = amountsOf(generate).map(([amount, expression]) => {
    return { amount, evaluate: compiler.number(expression, { ...place, pointer: `${place.pointer}/${amount}` }) };
  });
  return (moment) => {
    const values = Object.fromEntries(amounts.map(({ amount, evaluate }) => [amount, evaluate(moment)]));
    return { ...generate, ...values } as GeneratorParams;
  };
}

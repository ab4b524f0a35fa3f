import { type Generator, type Network, toJsonPointer } from "@/lib/domain/scenario";
import {
  generatorAmounts,
  generatorAttributes,
  endsProblem,
  generateTies,
  generatorProblem,
  type GeneratorParams,
  NetworkError,
  type Tie,
} from "../networks";
import { drawsFor } from "../random";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, childLocation, type SourceLocation } from "../kit/compiler";
import { compileEdgeList, type InitialTie, type InitialTies } from "./edge-list";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import { runIndivisibly } from "../base/interruptible";

type Between = Network["between"];

/** Compiles the initial ties of a network. */
export function compileTies(name: string, network: Network, compiler: Compiler): InitialTies {
  const { between, directed, generate, dataset } = network;
  const { agents, tables } = compiler.scenario;
  const known = between.filter((end, index) =>
    compiler.checkKnown(toJsonPointer(["networks", name, "between", index]), {
      what: "agent type or table",
      name: end,
      names: [...Object.keys(agents), ...Object.keys(tables)],
    }),
  );
  if (known.length < between.length) return noTies;
  if (dataset !== undefined) {
    if (generate !== undefined)
      compiler.reportProblem(
        toJsonPointer(["networks", name]),
        "A network begins with the ties of its `dataset` or with those of its generator: " +
          "choose one.",
      );
    return compileEdgeList({ name, network, edges: dataset, compiler });
  }
  if (generate === undefined) return noTies;
  const location: SourceLocation = {
    pointer: toJsonPointer(["networks", name, "generate"]),
    names: environmentNames(compiler.scenario),
  };
  checkGenerator(generate, { between, location, compiler });
  const params = compileParams(generate, location, compiler);
  return function* (contexts) {
    const { world } = contexts;
    const [sources, targets] = [world.rows(between[0]), world.rows(between[1])];
    try {
      const pairs = yield* generateTies(params(contexts.environment()), {
        sources,
        targets,
        directed,
        draws: drawsFor(contexts.seed, 0, "setup", name),
      });
      return nameTies(pairs, sources, targets);
    } catch (error) {
      throw error instanceof NetworkError
        ? new ScenarioRuntimeError(error.message, location.pointer)
        : error;
    }
  };
}

const noTies: InitialTies = () => runIndivisibly(() => []);

/** Lazily, so that the list of all ties is in memory only once. */
function* nameTies(
  pairs: readonly Tie[],
  sources: readonly Row[],
  targets: readonly Row[],
): Iterable<InitialTie> {
  for (const [source, target] of pairs)
    yield { source: sources[source]?.id ?? "", target: targets[target]?.id ?? "" };
}

function checkGenerator(
  generate: Generator,
  {
    between,
    location,
    compiler,
  }: { readonly between: Between; readonly location: SourceLocation; readonly compiler: Compiler },
): void {
  const mismatch = endsProblem(generate.kind, between);
  if (mismatch !== undefined)
    compiler.reportProblem(childLocation(location, "kind").pointer, mismatch);
  const problem = generatorProblem(generate);
  if (problem !== undefined) compiler.reportProblem(location.pointer, problem);
  for (const [field, attribute] of generatorAttributes(generate)) {
    for (const end of new Set(between)) {
      compiler.checkKnown(childLocation(location, field).pointer, {
        what: `attribute of ${end}`,
        name: attribute,
        names: Object.keys(compiler.declaredTable(end)?.attributes ?? {}),
      });
    }
  }
}

/** Compiles a generator so that its expressions are replaced by their values. */
function compileParams(
  generate: Generator,
  location: SourceLocation,
  compiler: Compiler,
): Evaluate<GeneratorParams> {
  const amounts = generatorAmounts(generate).map(({ amount, expression, isProbability }) => {
    const here = childLocation(location, amount);
    if (typeof expression === "number" && expression < 0)
      compiler.reportProblem(here.pointer, "This cannot be negative.");
    if (typeof expression === "number" && expression > 1 && isProbability)
      compiler.reportProblem(here.pointer, "A probability is at most 1.");
    return { amount, evaluate: compiler.compileNumber(expression, here) };
  });
  return (context) => {
    const values = Object.fromEntries(
      amounts.map(({ amount, evaluate }) => [amount, evaluate(context)]),
    );
    return { ...generate, ...values } as GeneratorParams;
  };
}

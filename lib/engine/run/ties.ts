import { type Generator, type Network, toJsonPointer } from "@/lib/domain/scenario";
import {
  amountsOf,
  attributesOf,
  endsProblem,
  generatingTies,
  generatorProblem,
  type GeneratorParams,
  NetworkError,
  type Tie,
} from "../networks";
import { drawsFor } from "../random";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, inside, type Place } from "../kit/compiler";
import { compileEdgeList, type FirstTie, type FirstTies } from "./edge-list";
import { MomentError } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import { atOnce } from "../base/interruptible";

type Between = Network["between"];

/** The ties that a network begins with. */
export function compileTies(name: string, network: Network, compiler: Compiler): FirstTies {
  const { between, directed, generate, dataset } = network;
  const { agents, tables } = compiler.scenario;
  const known = between.filter((end, index) =>
    compiler.known(
      toJsonPointer(["networks", name, "between", index]),
      "agent type or table",
      end,
      [...Object.keys(agents), ...Object.keys(tables)],
    ),
  );
  if (known.length < between.length) return noTies;
  if (dataset !== undefined) {
    if (generate !== undefined)
      compiler.problem(
        toJsonPointer(["networks", name]),
        "A network begins with the ties of its `dataset` or with those of its generator: choose one.",
      );
    return compileEdgeList(name, network, dataset, compiler);
  }
  if (generate === undefined) return noTies;
  const place: Place = {
    pointer: toJsonPointer(["networks", name, "generate"]),
    names: environmentNames(compiler.scenario),
  };
  checkGenerator(generate, between, place, compiler);
  const params = compileParams(generate, place, compiler);
  return function* (moments) {
    const { world } = moments;
    const [sources, targets] = [world.rows(between[0]), world.rows(between[1])];
    try {
      const pairs = yield* generatingTies(
        params(moments.environment()),
        sources,
        targets,
        directed,
        drawsFor(moments.seed, 0, "setup", name),
      );
      return named(pairs, sources, targets);
    } catch (error) {
      throw error instanceof NetworkError ? new MomentError(error.message, place.pointer) : error;
    }
  };
}

const noTies: FirstTies = () => atOnce(() => []);

/** One by one, so that there are never two lists of all ties. */
function* named(
  pairs: readonly Tie[],
  sources: readonly Row[],
  targets: readonly Row[],
): Iterable<FirstTie> {
  for (const [source, target] of pairs)
    yield { source: sources[source]?.id ?? "", target: targets[target]?.id ?? "" };
}

function checkGenerator(
  generate: Generator,
  between: Between,
  place: Place,
  compiler: Compiler,
): void {
  const misfit = endsProblem(generate.kind, between);
  if (misfit !== undefined) compiler.problem(inside(place, "kind").pointer, misfit);
  const problem = generatorProblem(generate);
  if (problem !== undefined) compiler.problem(place.pointer, problem);
  for (const [field, attribute] of attributesOf(generate)) {
    for (const end of new Set(between)) {
      compiler.known(
        inside(place, field).pointer,
        `attribute of ${end} called`,
        attribute,
        Object.keys(compiler.declared(end)?.attributes ?? {}),
      );
    }
  }
}

/** The generator with its expressions replaced by their values. */
function compileParams(
  generate: Generator,
  place: Place,
  compiler: Compiler,
): Evaluate<GeneratorParams> {
  const amounts = amountsOf(generate).map(({ amount, expression, isProbability }) => {
    const here = inside(place, amount);
    if (typeof expression === "number" && expression < 0)
      compiler.problem(here.pointer, "This cannot be negative.");
    if (typeof expression === "number" && expression > 1 && isProbability)
      compiler.problem(here.pointer, "A probability is at most 1.");
    return { amount, evaluate: compiler.number(expression, here) };
  });
  return (moment) => {
    const values = Object.fromEntries(
      amounts.map(({ amount, evaluate }) => [amount, evaluate(moment)]),
    );
    return { ...generate, ...values } as GeneratorParams;
  };
}

import { listOf, nullableOf, NUMBER, rowOf } from "../../base/types";
import {
  categoryAssortativity,
  type GroupTies,
  modularity,
} from "../../networks/statistics/mixing";
import { structureOf } from "../../networks/statistics/structure";
import type { Computed } from "../contract";
import { charge } from "../errors";
import { bindElements, createLoop, lambdaVariable } from "../lambda";
import type { CallNode } from "../syntax";
import {
  assemble,
  assembleLambda,
  type Bindings,
  type Elaborator,
  type Fail,
  leafNode,
  type Typed,
  unknownNode,
} from "../typed";
import { isRow, nameKind } from "../values";
import { asList, asNumber, defineFunction, type FunctionEntry } from "./entry";
import { type Network, resolveNetwork } from "./network-arguments";
import { requireNumbers } from "./sample";

type Formula = (ties: GroupTies) => number | null;
/** A call that is compiled. */
type Compilation = {
  readonly call: CallNode;
  readonly bindings: Bindings;
  readonly elaborator: Elaborator;
};

/** Defines a statistic of the groups that an expression divides the rows of a network into. */
const ofGroups = (name: string, doc: string, formula: Formula): FunctionEntry => {
  const signature =
    `${name}('Network', x, expression)\n` + `${name}('Network', x, expression, tie, weight)`;
  return defineFunction(
    { group: "networks", name, doc, signature, example: `${name}('Friends', v, v.party)` },
    {
      least: 3,
      most: 5,
      build: (call, bindings, elaborator) => {
        if (call.args.length !== 4)
          return elaborateStatistic({ call, bindings, elaborator }, formula);
        elaborator.problem(call, `Write \`${name}\` as \`${signature.replace("\n", "` or `")}\`.`);
        return unknownNode();
      },
    },
  );
};

function elaborateStatistic(compilation: Compilation, formula: Formula): Typed {
  const { call, elaborator } = compilation;
  const network = resolveNetwork(call, elaborator);
  const [node = call, , , , weightNode] = call.args;
  if (network === undefined) return unknownNode();
  const [table = "", target] = network.shape.between ?? [];
  if (table !== target) {
    elaborator.problem(
      node,
      `\`${call.name}\` compares rows of one table, and ${network.name} ties ${table} and ` +
        `${target ?? "others"}.`,
    );
    return unknownNode();
  }
  const groups = elaborateGroups(compilation, network, table);
  const weights = weightNode === undefined ? undefined : elaborateWeights(compilation, network);
  const { source } = elaborator;
  return assemble(weights === undefined ? [groups] : [groups, weights], {
    type: nullableOf(NUMBER),
    run: (scope, locals) => {
      const state = scope.world.networkState(network.name);
      charge(scope, state.rows.length + 3 * state.ties.length, source);
      const numbers = asList(groups.run(scope, locals)).map(asNumber);
      const { positions } = structureOf(state);
      const groupsOf = (end: "source" | "target"): number[] =>
        state.ties.map((tie) => numbers[positions.get(String(tie[end])) ?? 0] ?? 0);
      return formula({
        directed: state.directed,
        sources: groupsOf("source"),
        targets: groupsOf("target"),
        weights:
          weights === undefined ? undefined : asList(weights.run(scope, locals)).map(asNumber),
      });
    },
  });
}

/** Elaborates the group of each row, as its number. */
function elaborateGroups(compilation: Compilation, { name }: Network, table: string): Typed {
  const { call, elaborator } = compilation;
  const [, , body = call] = call.args;
  const rows = leafNode(listOf(rowOf(table)), ({ world }) => world.networkState(name).rows);
  const fail = elaborator.failure(body);
  return elaborateEach(compilation, { list: rows, at: 1 }, (values) =>
    numberGroups(values.map((value) => groupKey(value, call, fail))),
  );
}

/** Elaborates the weight of each tie. */
function elaborateWeights(compilation: Compilation, { name }: Network): Typed {
  const { call, elaborator } = compilation;
  const [, , , , body = call] = call.args;
  const ties = leafNode(listOf(rowOf(name)), ({ world }) => world.networkState(name).ties);
  const fail = elaborator.failure(body);
  return elaborateEach(compilation, { list: ties, at: 3, isNumber: true }, (values) =>
    requireNumbers(values, call.name, fail).map((weight) =>
      weight >= 0 && weight < Infinity
        ? weight
        : fail(`\`${call.name}\` met ${weight} where the weight of a tie is needed, 0 or more.`),
    ),
  );
}

/** Elaborates the arguments `x, expression` from position `at`: the value of each element. */
function elaborateEach(
  { call, bindings, elaborator }: Compilation,
  {
    list,
    at,
    isNumber = false,
  }: { readonly list: Typed; readonly at: number; readonly isNumber?: boolean },
  convert: (values: readonly Computed[]) => readonly number[],
): Typed {
  const [variable, body = call] = call.args.slice(at, at + 2);
  const variables = lambdaVariable(variable, elaborator, call.name);
  const bound = bindElements(list, { node: call, variables, bindings, elaborator });
  const value = isNumber
    ? elaborator.elaborateAs(body, bound.bindings, {
        wanted: NUMBER,
        role: `The weight of \`${call.name}\``,
      })
    : elaborator.elaborate(body, bound.bindings);
  const { each } = createLoop(bound, { predicate: undefined, body: value, elaborator });
  return assembleLambda(bound.slot, {
    outer: [list],
    inner: [value],
    type: listOf(NUMBER),
    run: (scope, locals) => {
      const values: Computed[] = [];
      each(scope, locals, () => values.push(value.run(scope, locals)) > 0);
      return convert(values);
    },
  });
}

/** What names a group: values of different kinds never share one. */
function groupKey(value: Computed, { name }: CallNode, fail: Fail): string {
  if (isRow(value)) return `row ${value.id}`;
  if (typeof value === "object")
    return fail(`\`${name}\` met ${nameKind(value)} where the group of a row is needed.`);
  return `${typeof value} ${String(value)}`;
}

/** Numbers groups from 0 in order of their first rows. */
function numberGroups(keys: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

export const CATEGORY_STATISTICS: readonly FunctionEntry[] = [
  ofGroups(
    "assortativity",
    "Assortativity of a category (Newman 2003): 1 if ties join only rows of the same group, 0 if " +
      "they ignore groups; null without ties, or if all lie within one group. A weight of ties " +
      "counts in place of their number.",
    categoryAssortativity,
  ),
  ofGroups(
    "modularity",
    "Modularity of the groups (Newman & Girvan 2004; directed: Leicht & Newman 2008): the share " +
      "of ties within groups, less the share expected by chance; null without ties. A weight of " +
      "ties counts in place of their number (Newman 2004).",
    modularity,
  ),
];

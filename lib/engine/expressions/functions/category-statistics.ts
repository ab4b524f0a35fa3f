import { listOf, nullableOf, NUMBER, rowOf } from "../../base/types";
import { categoryAssortativity, modularity } from "../../networks/statistics/mixing";
import { type Structure, structureOf } from "../../networks/statistics/structure";
import type { Computed } from "../contract";
import { charge } from "../errors";
import { bindElements, createLoop, lambdaVariable } from "../lambda";
import type { CallNode } from "../syntax";
import {
  assembleLambda,
  type Bindings,
  type Elaborator,
  type Fail,
  leafNode,
  type Typed,
  unknownNode,
} from "../typed";
import { isRow, nameKind } from "../values";
import { defineFunction, type FunctionEntry } from "./entry";
import { resolveNetwork } from "./network-arguments";

/** Defines a statistic of the groups that an expression divides the rows of a network into. */
const ofGroups = (
  name: string,
  doc: string,
  formula: (structure: Structure, groups: Int32Array) => number | null,
): FunctionEntry =>
  defineFunction(
    {
      group: "networks",
      name,
      doc,
      signature: `${name}('Network', x, expression)`,
      example: `${name}('Friends', v, v.party)`,
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) =>
        elaborateGroups({ call, bindings, elaborator }, formula),
    },
  );

function elaborateGroups(
  {
    call,
    bindings,
    elaborator,
  }: { readonly call: CallNode; readonly bindings: Bindings; readonly elaborator: Elaborator },
  formula: (structure: Structure, groups: Int32Array) => number | null,
): Typed {
  const network = resolveNetwork(call, elaborator);
  const [node = call, variable, body = call] = call.args;
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
  const list = leafNode(listOf(rowOf(table)), ({ world }) => world.networkState(network.name).rows);
  const variables = lambdaVariable(variable, elaborator, call.name);
  const bound = bindElements(list, { node, variables, bindings, elaborator });
  const group = elaborator.elaborate(body, bound.bindings);
  const { each } = createLoop(bound, { predicate: undefined, body: group, elaborator });
  const fail = elaborator.failure(body);
  const { source } = elaborator;
  return assembleLambda(bound.slot, {
    outer: [list],
    inner: [group],
    type: nullableOf(NUMBER),
    run: (scope, locals) => {
      const state = scope.world.networkState(network.name);
      charge(scope, 3 * (state.rows.length + 2 * state.ties.length), source);
      const keys: string[] = [];
      each(scope, locals, () => keys.push(groupKey(group.run(scope, locals), call, fail)) > 0);
      return formula(structureOf(state), numberGroups(keys));
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
function numberGroups(keys: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

export const CATEGORY_STATISTICS: readonly FunctionEntry[] = [
  ofGroups(
    "assortativity",
    "Assortativity of a category (Newman 2003): 1 if ties join only rows of the same group, 0 if " +
      "they ignore groups; null without ties, or if all lie within one group.",
    categoryAssortativity,
  ),
  ofGroups(
    "modularity",
    "Modularity of the groups (Newman & Girvan 2004; directed: Leicht & Newman 2008): the share " +
      "of ties within groups, less the share expected by chance; null without ties.",
    modularity,
  ),
];

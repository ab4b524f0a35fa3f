import { LIMITS } from "../../base/limits";
import { ANY, listOf, NUMBER, nullableOf, rowOf, type Type } from "../../base/types";
import { betweenness } from "../../networks/statistics/betweenness";
import { localClustering, transitivity, triangles } from "../../networks/statistics/clustering";
import { components } from "../../networks/statistics/components";
import { closeness, diameter, distances, meanDistance } from "../../networks/statistics/distances";
import { degreeAssortativity } from "../../networks/statistics/mixing";
import { perState, type Statistic } from "../../networks/statistics/per-state";
import { eigenvectorCentrality, pageRank } from "../../networks/statistics/spectral";
import { degreeOf, structureOf } from "../../networks/statistics/structure";
import type { Computed, Scope } from "../contract";
import { BoundsError, charge } from "../errors";
import type { CallNode } from "../syntax";
import {
  assemble,
  type Bindings,
  type Elaborator,
  type Fail,
  leafNode,
  type Typed,
  unknownNode,
} from "../typed";
import { defineFunction, type FunctionDoc, type FunctionEntry } from "./entry";
import { elaborateEndpoint, type Network, resolveNetwork, toIdText } from "./network-arguments";
import { CATEGORY_STATISTICS } from "./category-statistics";

const GROUP = { group: "networks" } as const;
const MAYBE_NUMBER = nullableOf(NUMBER);

type Names = Pick<FunctionDoc, "name" | "doc">;
type Read<Value> = (value: Value, fail: Fail) => Computed;
type ReadRow<Value> = (value: Value, position: number, fail: Fail) => Computed;

/** The statistic, its type, and whether it visits every row from every row. */
type Options<Value> = {
  readonly statistic: Statistic<Value>;
  readonly type?: Type | ((network: Network) => Type);
  readonly quadratic?: true;
};

/** Evaluates a statistic; refuses in words what the steps left do not suffice for. */
function evaluateStatistic<Value>(
  statistic: Statistic<Value>,
  {
    network,
    name,
    source,
  }: { readonly network: string; readonly name: string; readonly source: string },
  scope: Scope,
): Value {
  const { budget, world } = scope;
  const state = world.networkState(network);
  return statistic(state, budget, (steps) => {
    if (steps <= budget.steps) {
      charge(scope, steps, source);
      return;
    }
    // How far a computation came depends on what the process still knows; what is left must not.
    budget.steps = -1;
    throw new BoundsError(
      source,
      `\`${name}\` of ${network}, with ${state.rows.length} rows and ${state.ties.length} ties, ` +
        "takes more steps than are left",
    );
  });
}

/** Reports a statistic that the rows declared make too long for any evaluation. */
function checkSize(call: CallNode, { name, shape }: Network, elaborator: Elaborator): void {
  const ends = [...new Set(shape.between)];
  const rows = ends.reduce((sum, end) => sum + (elaborator.schema.tables[end]?.count ?? 0), 0);
  if (rows * rows <= LIMITS.expressionSteps) return;
  elaborator.problem(
    call,
    `\`${call.name}\` visits every row of ${name} from every other, which takes ` +
      `${rows * rows} steps with ${rows} rows; an expression may take ` +
      `${LIMITS.expressionSteps}.`,
  );
}

const typeOf = <Value>({ type = MAYBE_NUMBER }: Options<Value>, network: Network): Type =>
  typeof type === "function" ? type(network) : type;

/** Defines a statistic of a whole network. */
const ofNetwork = <Value>(
  { name, doc }: Names,
  options: Options<Value>,
  read: Read<Value>,
): FunctionEntry =>
  defineFunction(
    { ...GROUP, name, doc, signature: `${name}('Network')`, example: `${name}('Friends')` },
    {
      least: 1,
      most: 1,
      build: (call, _bindings, elaborator) => {
        const network = resolveNetwork(call, elaborator);
        if (network === undefined) return unknownNode();
        if (options.quadratic === true) checkSize(call, network, elaborator);
        const fail = elaborator.failure(call);
        const where = { network: network.name, name, source: elaborator.source };
        return leafNode(typeOf(options, network), (scope) =>
          read(evaluateStatistic(options.statistic, where, scope), fail),
        );
      },
    },
  );

/** Defines a statistic of a row within its network. */
const ofRow = <Value>(
  { name, doc }: Names,
  options: Options<Value>,
  read: ReadRow<Value>,
): FunctionEntry =>
  defineFunction(
    {
      ...GROUP,
      name,
      doc,
      signature: `${name}('Network', row)`,
      example: `${name}('Friends', self)`,
    },
    {
      least: 2,
      most: 2,
      build: (call, bindings, elaborator) =>
        buildOfRow({ call, bindings, elaborator }, options, read),
    },
  );

function buildOfRow<Value>(
  {
    call,
    bindings,
    elaborator,
  }: { readonly call: CallNode; readonly bindings: Bindings; readonly elaborator: Elaborator },
  options: Options<Value>,
  read: ReadRow<Value>,
): Typed {
  const network = resolveNetwork(call, elaborator);
  if (network === undefined) return unknownNode();
  const end = elaborateEndpoint(call.args[1], { network, call, bindings, elaborator });
  if (end === undefined) return unknownNode();
  if (options.quadratic === true) checkSize(call, network, elaborator);
  const fail = elaborator.failure(call);
  const where = { network: network.name, name: call.name, source: elaborator.source };
  return assemble([end.typed], {
    type: typeOf(options, network),
    run: (scope, locals) => {
      const id = toIdText(end.key(scope, locals));
      const value = evaluateStatistic(options.statistic, where, scope);
      const { positions } = structureOf(scope.world.networkState(network.name));
      const position =
        positions.get(id) ?? fail(`\`${id}\` is not a row that ${network.name} can tie.`);
      return read(value, position, fail);
    },
  });
}

/** The rows of a network: of one table, or of any of two. */
function rowsType({ shape }: Network): Type {
  const [source, target] = shape.between ?? [];
  return listOf(source !== undefined && source === target ? rowOf(source) : ANY);
}

const structure = perState((whole) => whole);

export const NETWORK_STATISTICS: readonly FunctionEntry[] = [
  ofRow(
    {
      name: "inDegree",
      doc: "Number of ties that lead to the row; in an undirected network, of all its ties.",
    },
    { statistic: structure, type: NUMBER },
    ({ inward }, row) => degreeOf(inward, row),
  ),
  ofRow(
    {
      name: "degreeCentrality",
      doc:
        "`degree`, divided by the number of other rows (Freeman 1979); 0 if there are none. It " +
        "counts ties and ignores their attributes, as do all statistics without a `weight`.",
    },
    { statistic: structure, type: NUMBER },
    ({ outward, size }, row) => degreeOf(outward, row) / Math.max(1, size - 1),
  ),
  ofNetwork(
    {
      name: "components",
      doc:
        "Number of components: sets of rows that ties connect, regardless of direction. A row " +
        "without ties is one of its own.",
    },
    { statistic: components, type: NUMBER },
    ({ members }) => members.length,
  ),
  ofNetwork(
    {
      name: "largestComponent",
      doc: "Number of rows of the largest component; 0 without rows.",
    },
    { statistic: components, type: NUMBER },
    ({ members }) => members.reduce((most, { length }) => Math.max(most, length), 0),
  ),
  ofRow(
    { name: "component", doc: "The rows of the component of this row, itself among them." },
    { statistic: components, type: rowsType },
    ({ labels, members }, row) => members[labels[row] ?? 0] ?? [],
  ),
  ofNetwork(
    {
      name: "meanDistance",
      doc:
        "Mean `distance`, without a limit, over all ordered pairs of rows with a path from the " +
        "first to the second; null if there are none.",
    },
    { statistic: distances, quadratic: true },
    (value) => meanDistance(value),
  ),
  ofNetwork(
    {
      name: "diameter",
      doc: "Greatest `distance`, without a limit, between rows with a path; null without any.",
    },
    { statistic: distances, quadratic: true },
    (value) => diameter(value),
  ),
  ofRow(
    {
      name: "clustering",
      doc:
        "Local clustering coefficient (Watts & Strogatz 1998): the share of pairs of neighbours " +
        "that are tied, regardless of direction; 0 with fewer than two neighbours. Its mean over " +
        "all rows is the average clustering of a network.",
    },
    { statistic: triangles, type: NUMBER },
    localClustering,
  ),
  ofNetwork(
    {
      name: "transitivity",
      doc:
        "Global clustering: three times the triangles, divided by the pairs of ties that share a " +
        "row, regardless of direction; null without such pairs.",
    },
    { statistic: triangles },
    (value) => transitivity(value),
  ),
  ofNetwork(
    {
      name: "degreeAssortativity",
      doc:
        "Correlation of the degrees at the ends of ties (Newman 2002); in a directed network, of " +
        "the out-degree of sources with the in-degree of targets (Newman 2003). Null where they " +
        "do not vary.",
    },
    { statistic: degreeAssortativity },
    (value) => value,
  ),
  ...CATEGORY_STATISTICS,
  ofRow(
    {
      name: "closeness",
      doc:
        "Closeness (Freeman 1979), corrected for several components (Wasserman & Faust 1994): " +
        "the share of other rows that this one reaches, divided by its mean distance to them; " +
        "0 if it reaches none. In a directed network along the ties that lead away from it.",
    },
    { statistic: distances, type: NUMBER, quadratic: true },
    closeness,
  ),
  ofRow(
    {
      name: "betweenness",
      doc:
        "Betweenness (Freeman 1977; Brandes 2001), divided by the number of pairs of other rows: " +
        "the mean share of the shortest paths from one to the other that pass through this row. " +
        "Exact, never sampled.",
    },
    { statistic: betweenness, type: NUMBER, quadratic: true },
    (value, row, fail) =>
      "reason" in value ? fail(`No betweenness: ${value.reason}.`) : (value[row] ?? 0),
  ),
  ofRow(
    {
      name: "eigenvectorCentrality",
      doc:
        "Eigenvector centrality (Bonacich 1972): proportional to the sum of those of the rows " +
        "with ties to this one. Squares sum to 1. Null without ties and, in a directed network, " +
        "without a cycle. Iterates until the vector moves by less than 1e-10, at most 10,000 " +
        "times.",
    },
    { statistic: eigenvectorCentrality },
    (value, row, fail) =>
      value !== null && "reason" in value
        ? fail(`No eigenvector centrality: ${value.reason}.`)
        : (value?.[row] ?? null),
  ),
  ofRow(
    {
      name: "pageRank",
      doc:
        "PageRank (Brin & Page 1998) with damping 0.85; sums to 1. Rows from which no tie leads " +
        "pass their value on to all alike. Iterates until the values change by less than 1e-12 " +
        "in total, at most 200 times.",
    },
    { statistic: pageRank, type: NUMBER },
    (value, row) => value[row] ?? 0,
  ),
];

import { ANY, BOOLEAN, listOf, NUMBER, nullableOf, rowOf, type Type } from "../../base/types";
import type { NetworkState } from "../../base/row";
import { charge } from "../errors";
import type { CallNode } from "../syntax";
import { assemble, type Bindings, type Elaborator, type Typed, unknownNode } from "../typed";
import { asNumber, checkArgument, defineFunction, type FunctionEntry } from "./entry";
import { elaborateEndpoint, type Network, resolveNetwork, toIdText } from "./network-arguments";
import { NETWORK_STATISTICS } from "./network-statistics";

const GROUP = { group: "networks" } as const;

/** The default limit of `distance`. */
const DEFAULT_MAX_DISTANCE = 10;
const MAX_DISTANCE = 1_000_000;
/** Up to this reach, a search is charged as if it visited this many ties. */
const SHORT_REACH = 100;

const sizeOf = ({ rows, ties }: NetworkState): number => rows.length + ties.length;

function neighbourType({ shape }: Network, table: string | undefined): Type {
  const [source, target] = shape.between ?? [];
  if (source === undefined || target === undefined) return listOf(ANY);
  if (source === target) return listOf(rowOf(source));
  return table === undefined ? listOf(ANY) : listOf(rowOf(table === source ? target : source));
}

const elaboratePair =
  (name: "linked" | "distance") =>
  (call: CallNode, bindings: Bindings, elaborator: Elaborator): Typed => {
    const network = resolveNetwork(call, elaborator);
    const [, fromNode, toNode, reachNode] = call.args;
    if (network === undefined) return unknownNode();
    const from = elaborateEndpoint(fromNode, { network, call, bindings, elaborator });
    const to = elaborateEndpoint(toNode, { network, call, bindings, elaborator });
    if (from === undefined || to === undefined) return unknownNode();
    const parts = [from.typed, to.typed];
    if (name === "linked") {
      const shape = {
        kind: "linked",
        network: network.name,
        from: from.typed,
        to: to.typed,
        directed: network.shape.directed ?? true,
      } as const;
      return assemble(parts, {
        type: BOOLEAN,
        run: (scope, locals) =>
          scope.world.linked(
            network.name,
            toIdText(from.key(scope, locals)),
            toIdText(to.key(scope, locals)),
          ),
        extra: { shape },
      });
    }
    const reach =
      reachNode === undefined
        ? undefined
        : elaborator.elaborateAs(reachNode, bindings, {
            wanted: NUMBER,
            role: "The reach of `distance`",
          });
    const limit =
      reach === undefined || reachNode === undefined
        ? undefined
        : checkArgument(reach, {
            param: { name: "reach", type: NUMBER },
            node: reachNode,
            name,
            elaborator,
          });
    const fail = elaborator.failure(reachNode ?? call);
    const { source } = elaborator;
    return assemble(reach === undefined ? parts : [...parts, reach], {
      type: nullableOf(NUMBER),
      run: (scope, locals) => {
        const ties = limit === undefined ? DEFAULT_MAX_DISTANCE : asNumber(limit(scope, locals));
        if (!(ties >= 0 && ties <= MAX_DISTANCE))
          return fail(`The reach of \`distance\` lies between 0 and ${MAX_DISTANCE}.`);
        charge(
          scope,
          ties > SHORT_REACH ? sizeOf(scope.world.networkState(network.name)) : SHORT_REACH,
          source,
        );
        return scope.world.distance(
          network.name,
          toIdText(from.key(scope, locals)),
          toIdText(to.key(scope, locals)),
          Math.floor(ties),
        );
      },
    });
  };

export const NETWORKS: readonly FunctionEntry[] = [
  defineFunction(
    {
      ...GROUP,
      name: "neighbours",
      signature: "neighbours('Network', row)",
      doc: "The rows tied to this one; in a directed network, those its ties lead to.",
      example: "neighbours('Friends', self)",
    },
    {
      least: 2,
      most: 2,
      build: (call, bindings, elaborator) => {
        const network = resolveNetwork(call, elaborator);
        const end =
          network === undefined
            ? undefined
            : elaborateEndpoint(call.args[1], { network, call, bindings, elaborator });
        if (network === undefined || end === undefined) return unknownNode();
        const { source } = elaborator;
        return assemble([end.typed], {
          type: neighbourType(network, end.table),
          run: (scope, locals) => {
            const rows = scope.world.neighbours(network.name, toIdText(end.key(scope, locals)));
            charge(scope, rows.length, source);
            return rows;
          },
        });
      },
    },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "linked",
      signature: "linked('Network', a, b)",
      doc: "Whether a tie joins a and b; in a directed network, one that leads from a to b.",
      example: "linked('Friends', self, row.author)",
    },
    { least: 3, most: 3, build: elaboratePair("linked") },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "degree",
      signature: "degree('Network', row)",
      doc: "Number of ties of the row; in a directed network, of those that lead away from it.",
      example: "degree('Friends', self)",
    },
    {
      least: 2,
      most: 2,
      build: (call, bindings, elaborator) => {
        const network = resolveNetwork(call, elaborator);
        const end =
          network === undefined
            ? undefined
            : elaborateEndpoint(call.args[1], { network, call, bindings, elaborator });
        if (network === undefined || end === undefined) return unknownNode();
        return assemble([end.typed], {
          type: NUMBER,
          run: (scope, locals) =>
            scope.world.degree(network.name, toIdText(end.key(scope, locals))),
        });
      },
    },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "distance",
      signature: "distance('Network', a, b)\ndistance('Network', a, b, reach)",
      doc:
        "Number of ties on the shortest way from a to b; null when there is none of at most " +
        `\`reach\` ties (${DEFAULT_MAX_DISTANCE} unless given, ${MAX_DISTANCE} at most).`,
      example: "distance('Friends', self, arg.whom) == 2",
    },
    { least: 3, most: 4, build: elaboratePair("distance") },
  ),
  ...NETWORK_STATISTICS,
];

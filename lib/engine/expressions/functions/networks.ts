import { nearest } from "@/lib/domain/text/nearest";
import {
  ANY,
  BOOLEAN,
  listOf,
  NUMBER,
  nullableOf,
  rowOf,
  type TableShape,
  type Type,
} from "../../base/types";
import { charge } from "../errors";
import type { CallNode, ExpressionNode } from "../syntax";
import { describeType, withoutNull } from "../type-rules";
import {
  assemble,
  type Elaborator,
  type Bindings,
  rowKey,
  type Evaluator,
  type Typed,
  unknownNode,
} from "../typed";
import { asNumber, checkArgument, defineFunction, type FunctionEntry } from "./entry";

const GROUP = { group: "networks" } as const;

/** The default limit of `distance`. */
const DEFAULT_MAX_DISTANCE = 10;
const MAX_DISTANCE = 100;

type Network = { readonly name: string; readonly shape: TableShape };

/** The network of a call, named by a text literal so that it can be checked. */
function resolveNetwork(call: CallNode, elaborator: Elaborator): Network | undefined {
  const [node] = call.args;
  const { tables } = elaborator.schema;
  const networks = Object.keys(tables).filter((name) => tables[name]?.kind === "network");
  const name = node?.kind === "literal" && typeof node.value === "string" ? node.value : undefined;
  const shape = name !== undefined && Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (name !== undefined && shape?.kind === "network") return { name, shape };
  const wanted = node?.kind === "name" ? node.name : (name ?? "");
  // An unquoted network name is evidently meant as the network itself.
  const closest = networks.includes(wanted) ? wanted : nearest(wanted, networks);
  const message =
    name === undefined
      ? `\`${call.name}\` begins with the name of a network in quotes.`
      : `Unknown network: \`${name}\`.`;
  elaborator.problem(node ?? call, message, closest === undefined ? undefined : `'${closest}'`);
  return undefined;
}

/** Elaborates a row at one end of the network: its id at run time, and the table of that end. */
function elaborateEndpoint(
  node: ExpressionNode | undefined,
  {
    network: { name, shape },
    call,
    bindings,
    elaborator,
  }: {
    readonly network: Network;
    readonly call: CallNode;
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
  },
):
  | { readonly typed: Typed; readonly key: Evaluator; readonly table: string | undefined }
  | undefined {
  if (node === undefined) return undefined;
  const typed = elaborator.elaborate(node, bindings);
  const type = withoutNull(typed.type);
  const ends = shape.between ?? [];
  if (
    type.kind !== "any" &&
    !(type.kind === "row" && (ends.length === 0 || ends.includes(type.table)))
  )
    elaborator.problem(
      node,
      `${name} ties ` +
        (ends[0] === ends[1]
          ? `rows of ${ends[0] ?? "agents"}`
          : `${ends[0] ?? ""} and ${ends[1] ?? ""}`) +
        `, and \`${elaborator.text(node)}\` is ${describeType(typed.type)}.`,
    );
  const fail = elaborator.nullFailure(node);
  const id = rowKey(typed);
  const key: Evaluator = (scope, locals) =>
    id(scope, locals) ??
    fail(`\`${call.name}\` needs a row, and \`${elaborator.text(node)}\` is null.`);
  return { typed, key, table: type.kind === "row" ? type.table : undefined };
}

const toIdText = (value: ReturnType<Evaluator>): string => (typeof value === "string" ? value : "");

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
        charge(scope, 100, source);
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
];

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
import type { CallNode, Node } from "../syntax";
import { describeType, withoutNull } from "../type-rules";
import {
  assemble,
  type Elaborator,
  type Env,
  rowKey,
  type Run,
  type Typed,
  unknownNode,
} from "../typed";
import { asNumber, checkedRun, defineFunction, type FunctionEntry } from "./entry";

const GROUP = { group: "networks" } as const;

/** How far `distance` looks when it is not told. */
const DEFAULT_REACH = 10;
const MAX_REACH = 100;

type Network = { readonly name: string; readonly shape: TableShape };

/** The network a call is about: named in quotes, so that it can be checked. */
function networkOf(call: CallNode, elaborator: Elaborator): Network | undefined {
  const [node] = call.args;
  const { tables } = elaborator.schema;
  const networks = Object.keys(tables).filter((name) => tables[name]?.kind === "network");
  const name = node?.kind === "literal" && typeof node.value === "string" ? node.value : undefined;
  const shape = name !== undefined && Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (name !== undefined && shape?.kind === "network") return { name, shape };
  const wanted = node?.kind === "name" ? node.name : (name ?? "");
  // A network whose name stands here without its quotes is meant itself.
  const closest = networks.includes(wanted) ? wanted : nearest(wanted, networks);
  const message =
    name === undefined
      ? `\`${call.name}\` begins with the name of a network in quotes.`
      : `Unknown network: \`${name}\`.`;
  elaborator.problem(node ?? call, message, closest === undefined ? undefined : `'${closest}'`);
  return undefined;
}

/** A row at an end of the network: its id at run time, and which end its table is. */
function networkEnd(
  node: Node | undefined,
  { name, shape }: Network,
  call: CallNode,
  env: Env,
  elaborator: Elaborator,
): { readonly typed: Typed; readonly key: Run; readonly table: string | undefined } | undefined {
  if (node === undefined) return undefined;
  const typed = elaborator.elaborate(node, env);
  const type = withoutNull(typed.type);
  const ends = shape.between ?? [];
  if (
    type.kind !== "any" &&
    !(type.kind === "row" && (ends.length === 0 || ends.includes(type.table)))
  )
    elaborator.problem(
      node,
      `${name} ties ${ends[0] === ends[1] ? `rows of ${ends[0] ?? "agents"}` : `${ends[0] ?? ""} and ${ends[1] ?? ""}`}, and \`${elaborator.text(node)}\` is ${describeType(typed.type)}.`,
    );
  const fail = elaborator.nullFailure(node);
  const id = rowKey(typed);
  const key: Run = (scope, locals) =>
    id(scope, locals) ??
    fail(`\`${call.name}\` needs a row, and \`${elaborator.text(node)}\` is null.`);
  return { typed, key, table: type.kind === "row" ? type.table : undefined };
}

const idText = (value: ReturnType<Run>): string => (typeof value === "string" ? value : "");

function neighbourType({ shape }: Network, table: string | undefined): Type {
  const [source, target] = shape.between ?? [];
  if (source === undefined || target === undefined) return listOf(ANY);
  if (source === target) return listOf(rowOf(source));
  return table === undefined ? listOf(ANY) : listOf(rowOf(table === source ? target : source));
}

const between =
  (name: "linked" | "distance") =>
  (call: CallNode, env: Env, elaborator: Elaborator): Typed => {
    const network = networkOf(call, elaborator);
    const [, fromNode, toNode, reachNode] = call.args;
    if (network === undefined) return unknownNode();
    const from = networkEnd(fromNode, network, call, env, elaborator);
    const to = networkEnd(toNode, network, call, env, elaborator);
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
      return assemble(
        parts,
        BOOLEAN,
        (scope, locals) =>
          scope.world.linked(
            network.name,
            idText(from.key(scope, locals)),
            idText(to.key(scope, locals)),
          ),
        { shape },
      );
    }
    const reach =
      reachNode === undefined
        ? undefined
        : elaborator.elaborateAs(reachNode, env, NUMBER, "The reach of `distance`");
    const limit =
      reach === undefined || reachNode === undefined
        ? undefined
        : checkedRun(reach, { name: "reach", type: NUMBER }, reachNode, name, elaborator);
    const fail = elaborator.failure(reachNode ?? call);
    const { source } = elaborator;
    return assemble(
      reach === undefined ? parts : [...parts, reach],
      nullableOf(NUMBER),
      (scope, locals) => {
        const ties = limit === undefined ? DEFAULT_REACH : asNumber(limit(scope, locals));
        if (!(ties >= 0 && ties <= MAX_REACH))
          return fail(`The reach of \`distance\` lies between 0 and ${MAX_REACH}.`);
        charge(scope, 100, source);
        return scope.world.distance(
          network.name,
          idText(from.key(scope, locals)),
          idText(to.key(scope, locals)),
          Math.floor(ties),
        );
      },
    );
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
    2,
    2,
    (call, env, elaborator) => {
      const network = networkOf(call, elaborator);
      const end =
        network === undefined
          ? undefined
          : networkEnd(call.args[1], network, call, env, elaborator);
      if (network === undefined || end === undefined) return unknownNode();
      const { source } = elaborator;
      return assemble([end.typed], neighbourType(network, end.table), (scope, locals) => {
        const rows = scope.world.neighbours(network.name, idText(end.key(scope, locals)));
        charge(scope, rows.length, source);
        return rows;
      });
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
    3,
    3,
    between("linked"),
  ),
  defineFunction(
    {
      ...GROUP,
      name: "degree",
      signature: "degree('Network', row)",
      doc: "Number of ties of the row; in a directed network, of those that lead away from it.",
      example: "degree('Friends', self)",
    },
    2,
    2,
    (call, env, elaborator) => {
      const network = networkOf(call, elaborator);
      const end =
        network === undefined
          ? undefined
          : networkEnd(call.args[1], network, call, env, elaborator);
      if (network === undefined || end === undefined) return unknownNode();
      return assemble([end.typed], NUMBER, (scope, locals) =>
        scope.world.degree(network.name, idText(end.key(scope, locals))),
      );
    },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "distance",
      signature: "distance('Network', a, b)\ndistance('Network', a, b, reach)",
      doc: `Number of ties on the shortest way from a to b; null when there is none of at most \`reach\` ties (${DEFAULT_REACH} unless given, ${MAX_REACH} at most).`,
      example: "distance('Friends', self, arg.whom) == 2",
    },
    3,
    4,
    between("distance"),
  ),
];

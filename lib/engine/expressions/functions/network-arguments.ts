import { nearest } from "@/lib/domain/text/nearest";
import type { TableShape } from "../../base/types";
import type { CallNode, ExpressionNode } from "../syntax";
import { describeType, withoutNull } from "../type-rules";
import { type Bindings, type Elaborator, type Evaluator, rowKey, type Typed } from "../typed";

/** The network of a call: its name and its table. */
export type Network = { readonly name: string; readonly shape: TableShape };

/** The network of a call, named by a text literal so that it can be checked. */
export function resolveNetwork(call: CallNode, elaborator: Elaborator): Network | undefined {
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
export function elaborateEndpoint(
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

/** The id that `elaborateEndpoint` returns, as a text. */
export const toIdText = (value: ReturnType<Evaluator>): string =>
  typeof value === "string" ? value : "";

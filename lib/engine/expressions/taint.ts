import type { PrivateSource, Schema, Taint, Type } from "../base/types";

/**
 * Which private attributes a value depends on. Every expression unites the taints of its parts, the
 * conditions that select, sort or decide between them included; `reveal` alone ends a taint.
 */
export const NO_TAINT: Taint = [];

const sourceKey = ({ table, attribute, owner = "" }: PrivateSource): string =>
  `${table}.${attribute}/${owner}`;

/** Returns the sources of both, each once. */
export function uniteTaints(left: Taint, right: Taint): Taint {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const keys = new Set(left.map(sourceKey));
  const added = right.filter((source) => !keys.has(sourceKey(source)));
  return added.length === 0 ? left : [...left, ...added];
}

/** Returns the sources of `taint` that `other` lacks. */
export function subtractTaint(taint: Taint, other: Taint): Taint {
  const keys = new Set(other.map(sourceKey));
  return taint.filter((source) => !keys.has(sourceKey(source)));
}

/** Returns the type with a taint; the type itself without one. */
export const withTaint = (type: Type, taint: Taint): Type =>
  taint.length === 0 && type.taint === undefined ? type : { ...type, taint };

export const taintOf = (type: Type): Taint => type.taint ?? NO_TAINT;

/** Returns the taint of reading an attribute of a row of `table`; of any table that is unknown. */
export function attributeTaint(
  schema: Schema,
  {
    table,
    attribute,
    owner,
  }: {
    readonly table: string | undefined;
    readonly attribute: string;
    readonly owner: string | undefined;
  },
): Taint {
  const tables = table === undefined ? Object.keys(schema.tables) : [table];
  return tables.flatMap((name): Taint => {
    const hidden = Object.hasOwn(schema.tables, name) ? schema.tables[name]?.hidden : undefined;
    const visible =
      hidden !== undefined && Object.hasOwn(hidden, attribute) ? hidden[attribute] : undefined;
    if (visible === undefined) return [];
    const source = { table: name, attribute, visible };
    return [owner === undefined || table === undefined ? source : { ...source, owner }];
  });
}

/**
 * Returns the taint of a name that is bound to a value. The row that a reference leads to may
 * change until the name is used, so that only names and answers stay owners.
 */
export const bindTaint = (taint: Taint): Taint =>
  taint.map(({ owner, ...source }) =>
    owner === undefined || !/^(arg\.)?\w+$/.test(owner) ? source : { ...source, owner },
  );

/** Who receives a value: everyone, the environment, or the agent that an expression stands for. */
export type Audience = "public" | "environment" | { readonly agent: string };

/** Returns the sources that the audience must not learn. */
export function unreadableSources(taint: Taint, audience: Audience): Taint {
  if (taint.length === 0 || audience === "environment") return NO_TAINT;
  if (audience === "public") return taint;
  const agent = audience.agent.trim();
  return taint.filter(({ visible, owner }) => visible === "nobody" || owner !== agent);
}

/** Describes sources for messages: "`minutes` of Colleague, which only its owner may know". */
export function describeTaint(taint: Taint): string {
  const named = new Map(
    taint.map((source) => [`\`${source.attribute}\` of ${source.table}`, source.visible]),
  );
  return [...named]
    .map(
      ([name, visible]) =>
        `${name} (visible to ${visible === "nobody" ? "nobody" : "the agent itself alone"})`,
    )
    .join(", ");
}

import { nearest } from "@/lib/domain/text/nearest";
import { describeType, withoutNull } from "../expressions/type-rules";
import type { Computed } from "../expressions/contract";
import { isFields, isList, isRow, nameKind } from "../expressions/values";
import { rowOf, type Schema, type Type } from "../base/types";
import { type Input, InputError, type Inputs, type TypeMismatch, type Values } from "./contract";
import { entityKey, readPart, entity } from "./inputs";

/** A row with the fields as attributes, or named values. */
export type Entry<Fields extends Inputs> = {
  /** The original value, for the result. */
  readonly given: Computed;
  /** Its identity: the id of the row, `who` of named values, otherwise its index in the list. */
  readonly key: string;
  readonly fields: Values<Fields>;
};

const ENTITY = entity();

/**
 * A list of rows with attributes of these names, or of named values, so that operators need no
 * table of their own. With `who: "needed"` every entry must have an identity, and identities are
 * unique.
 */
export function entries<const Fields extends Inputs>(
  fields: Fields,
  { who = "free" }: { readonly who?: "needed" | "free" } = {},
): Input<readonly Entry<Fields>[]> {
  const named = Object.keys(fields).map((name) => `\`${name}\``);
  const what =
    `a list of rows${named.length > 0 ? ` with ${named.join(", ")}` : ""}, ` + "or of named values";
  const readers = Object.entries(fields);

  const readEntry = (given: Computed, position: number): Entry<Fields> => {
    if (!isFields(given))
      throw new InputError(`must be a row or named values, not ${nameKind(given)}`);
    const values: Record<string, unknown> = {};
    for (const [name, { read }] of readers) {
      const value = Object.hasOwn(given, name) ? (given[name] ?? null) : null;
      values[name] = readPart(`\`${name}\``, () => read(value));
    }
    const self = isRow(given) ? given : Object.hasOwn(given, "who") ? (given["who"] ?? null) : null;
    if (self === null && who === "needed") throw new InputError("does not say `who` it is");
    return {
      given,
      key: self === null ? `#${position}` : entityKey(readPart("`who`", () => ENTITY.read(self))),
      fields: values as Values<Fields>,
    };
  };

  return {
    what,
    optional: false,
    mismatch: (declared, schema) => {
      const type = withoutNull(declared);
      if (type.kind === "any") return undefined;
      const element = type.kind === "list" ? withoutNull(type.of) : type;
      if (type.kind !== "list" || !["row", "fields", "any"].includes(element.kind))
        return { message: `must be ${what}, and this is ${describeType(type)}` };
      return elementMismatch(
        element,
        who === "needed" ? { who: ENTITY, ...fields } : fields,
        schema,
      );
    },
    read: (value) => {
      if (!isList(value)) throw new InputError(`must be ${what}, not ${nameKind(value)}`);
      const all = value.map((given, position) =>
        readPart(`entry ${position + 1}:`, () => readEntry(given, position)),
      );
      if (who === "needed") unique(all);
      return all;
    },
  };
}

function unique(all: readonly Entry<Inputs>[]): void {
  const seen = new Set<string>();
  all.forEach(({ key }, position) => {
    if (seen.has(key)) throw new InputError(`entry ${position + 1}: ${key} is there already`);
    seen.add(key);
  });
}

function elementMismatch(element: Type, fields: Inputs, schema: Schema): TypeMismatch | undefined {
  if (element.kind === "any") return undefined;
  const owner = element.kind === "row" ? element.table : undefined;
  const types =
    owner === undefined
      ? element.kind === "fields"
        ? element.fields
        : {}
      : { ...schema.tables[owner]?.fields, who: rowOf(owner) };
  for (const [name, field] of Object.entries(fields)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) {
      if (field.optional) continue;
      return owner === undefined
        ? {
            message: `holds named values without \`${name}\``,
            suggestion: nearest(name, Object.keys(types)),
          }
        : {
            message:
              `needs rows with \`${name}\`, which ${owner} has not: give named values, as in ` +
              `\`.map(x, {'${name}': …})\``,
          };
    }
    const problem = field.mismatch(type, schema);
    if (problem !== undefined)
      return { ...problem, message: `has \`${name}\`, which ${problem.message}` };
  }
  return undefined;
}

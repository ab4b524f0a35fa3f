import type { Expression } from "@/lib/domain/scenario";
import { type Compiler, inside, type Place } from "../kit/compiler";
import { attributeType, type Declared, mustBeGiven, own } from "../base/schema";
import type { EffectKind } from "./contract";
import { compileEnds } from "./ends";

/** `{ insert: "Post", row: { … } }`, and for ties `{ insert: "Friends", between: [a, b] }`. Attributes left out come from their `init`. */
export const insertion: EffectKind<"insert"> = {
  key: "insert",
  compile: (effect, place, { compiler, rows }) => {
    const table = effect.insert;
    const given = effect.row ?? {};
    const { tables, networks, agents } = compiler.scenario;
    const known = compiler.known(inside(place, "insert").pointer, "table", table, [
      ...Object.keys(tables),
      ...Object.keys(networks),
      ...Object.keys(agents),
    ]);
    const declared = known ? compiler.declared(table) : undefined;
    const cells = Object.entries(given).map(([name, cell]) => ({
      attribute: name,
      evaluate: compileCell(name, cell, declared, place, compiler),
    }));
    if ("between" in effect && known) {
      const [source, target] = compileEnds(table, effect.between, place, compiler);
      cells.unshift(
        { attribute: "source", evaluate: source },
        { attribute: "target", evaluate: target },
      );
    } else if (declared?.kind === "network") {
      compiler.problem(place.pointer, `A tie of ${table} needs \`between\`: the two rows it ties.`);
    }
    for (const [name, attribute] of Object.entries(declared?.attributes ?? {}))
      if (mustBeGiven(attribute) && !Object.hasOwn(given, name))
        compiler.problem(
          inside(place, "row").pointer,
          `\`${name}\` of ${table} is missing, and has no \`init\`.`,
        );
    const insert = rows.inserter(
      table,
      cells.map(({ attribute }) => attribute),
      place.pointer,
    );
    return (moment) => {
      insert(
        moment,
        cells.map(({ evaluate }) => evaluate(moment)),
      );
    };
  },
};

function compileCell(
  name: string,
  cell: Expression,
  declared: Declared | undefined,
  place: Place,
  compiler: Compiler,
) {
  const here = inside(place, "row", name);
  const attribute = declared && own(declared.attributes, name);
  if (declared && !attribute)
    compiler.known(
      here.pointer,
      `attribute of ${declared.name} called`,
      name,
      Object.keys(declared.attributes),
    );
  return compiler.value(cell, here, attribute && attributeType(attribute));
}

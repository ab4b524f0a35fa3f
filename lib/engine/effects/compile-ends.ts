import { type Expression } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import { taintOf } from "../expressions/taint";
import { withoutNull } from "../expressions/type-rules";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, childLocation, type SourceLocation } from "../kit/compiler";
import { rowOf } from "../base/types";

type TieEnds = readonly [source: Evaluate<Row | null>, target: Evaluate<Row | null>];

/**
 * Compiles `between` of the effect at `location`: the two rows of a tie, of the types that the
 * network connects.
 */
export function compileEnds({
  network,
  between: [source, target],
  location,
  compiler,
}: {
  readonly network: string;
  readonly between: readonly [Expression, Expression];
  readonly location: SourceLocation;
  readonly compiler: Compiler;
}): TieEnds {
  const key = childLocation(location, "between");
  const tied = compiler.definition(network)?.between;
  if (tied === undefined)
    compiler.reportProblem(
      key.pointer,
      `Only networks have ties, and \`${network}\` is not a network.`,
    );
  const end = (expression: Expression, position: 0 | 1): Evaluate<Row | null> => {
    const table = tied?.[position];
    const here = childLocation(key, position);
    const { type: declared, evaluate } = compiler.compileTyped(
      expression,
      here,
      table === undefined ? undefined : rowOf(table),
    );
    const type = withoutNull(declared);
    compiler.noteStored(here.pointer, taintOf(declared), "public");
    if (type.kind !== "row" && type.kind !== "any" && table === undefined)
      compiler.reportProblem(
        here.pointer,
        `A tie is between rows, and this is ${describeType(type)}.`,
      );
    return (context) => evaluate(context) as Row | null;
  };
  return [end(source, 0), end(target, 1)];
}

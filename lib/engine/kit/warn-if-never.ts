import type { Expression } from "@/lib/domain/scenario";
import { compileExpression } from "../expressions";
import type { Computed } from "../expressions/contract";
import { foldingScope } from "../expressions/typed";
import type { Compiler, SourceLocation } from "./compiler";

const MOST_ROUNDS = 10_000;

/**
 * Warns of a condition that can never hold: it is always false, or false in every round that the
 * scenario declares. Says nothing where that depends on the world, an agent or parameters, or on
 * chance. A number is a probability, which never holds at 0 or below.
 *
 * @param what what would not happen, as the subject of the warning: "The phase `vote`"
 */
export function warnIfNever(
  expression: Expression,
  { pointer, names, schema }: SourceLocation,
  { what, compiler }: { readonly what: string; readonly compiler: Compiler },
): void {
  const result = compileExpression(expression, schema ?? compiler.schema, names);
  if (!result.ok) return;
  const { evaluate } = result.compiled;
  const neverIn = (vars: { readonly [name: string]: Computed }): boolean => {
    try {
      const value = evaluate({ ...foldingScope(), vars });
      return value === false || (typeof value === "number" && value <= 0);
    } catch {
      return false;
    }
  };
  if (neverIn({})) {
    compiler.reportWarning(pointer, `${what} never happens: this is always false.`);
    return;
  }
  const rounds = Number(compiler.scenario.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > MOST_ROUNDS) return;
  for (let round = 1; round <= rounds; round += 1) if (!neverIn({ round })) return;
  compiler.reportWarning(
    pointer,
    `${what} never happens: this is false in each of the ${rounds} rounds of the scenario.`,
  );
}

import type { Draws } from "../../base/row";
import { childDraws } from "../../random";
import type { Scope } from "../contract";
import type { Elaborator, Fail, Locals } from "../typed";
import { asNumber } from "./entry";

/**
 * Returns the draws of one call: named after it and counted within one evaluation, so that each
 * element of a lambda gets its own draw.
 */
export function createDrawer(
  elaborator: Elaborator,
  functionName: string,
): (scope: Scope, locals: Locals) => number {
  const { name, slot } = elaborator.drawSite(functionName);
  return ({ draws }, locals) => {
    const index = asNumber(locals[slot]);
    locals[slot] = index + 1;
    return draws.uniform(name, index);
  };
}

/** Returns draws of its own for each draw of one call, for distributions of several uniforms. */
export function createDrawsOpener(
  elaborator: Elaborator,
  functionName: string,
): (scope: Scope, locals: Locals) => Draws {
  const { name, slot } = elaborator.drawSite(functionName);
  return ({ draws }, locals) => {
    const index = asNumber(locals[slot]);
    locals[slot] = index + 1;
    return childDraws(draws, `${name}#${index}`);
  };
}

/** Computes a draw; a RangeError, which names an invalid parameter, fails the evaluation. */
export function drawOrFail<Result>(name: string, fail: Fail, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    return fail(
      error instanceof RangeError
        ? `\`${name}\` cannot be drawn: ${error.message}.`
        : String(error),
    );
  }
}

import type { Interruptible } from "../base/interruptible";
import type { EffectRest } from "./contract";

/**
 * Applies effects one after the other: `apply` is called with 0 to `count - 1`. Returns the rest of
 * the work as soon as one of them was interrupted.
 */
export function applyInTurn(count: number, apply: (position: number) => EffectRest): EffectRest {
  for (let position = 0; position < count; position += 1) {
    const rest = apply(position);
    if (rest) return finishInTurn(rest, position + 1, count, apply);
  }
  return undefined;
}

function* finishInTurn(
  interrupted: Interruptible<void>,
  next: number,
  count: number,
  apply: (position: number) => EffectRest,
): Interruptible<void> {
  yield* interrupted;
  for (let position = next; position < count; position += 1) {
    const rest = apply(position);
    if (rest) yield* rest;
  }
}

import type { KeyboardEvent } from "react";
import { isKey, type KeyName } from "./keys";

/** Where a key takes the focus among `count` rows, or undefined for a key that does not move it. */
export function rowAfterKey(
  event: Parameters<typeof isKey>[0],
  current: number,
  count: number,
  page: number,
): number | undefined {
  const moves: readonly (readonly [KeyName, number])[] = [
    ["nextRow", current + 1],
    ["previousRow", current - 1],
    ["nextRows", current + page],
    ["previousRows", current - page],
    ["firstRow", 0],
    ["lastRow", count - 1],
  ];
  const target = moves.find(([name]) => isKey(event, name))?.[1];
  return target === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, target));
}

/** Whether the key was meant for a control inside the row, such as a text field. */
export function isForInnerControl(event: KeyboardEvent): boolean {
  return (
    event.target instanceof HTMLElement &&
    event.target.closest("input, textarea, select, button, a") !== null
  );
}

import type { KeyboardEvent } from "react";

/** Where a key takes the focus among `count` rows, or undefined for a key that does not move it. */
export function rowAfterKey(
  key: string,
  current: number,
  count: number,
  page: number,
): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
  };
  const target = moves[key];
  return target === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, target));
}

/** Whether the key was meant for a control inside the row, such as a text field. */
export function isForInnerControl(event: KeyboardEvent): boolean {
  return (
    event.target instanceof HTMLElement &&
    event.target.closest("input, textarea, select, button, a") !== null
  );
}

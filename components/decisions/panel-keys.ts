import { isKey } from "@/components/ui/keys";

/** A command while a decision is open: a score, or a step to another decision. */
export type PanelKey = number | "next" | "previous" | undefined;

/**
 * Returns the command of a key, unless the focused control needs the key. Keys work only within the
 * panel and the table.
 */
export function readPanelKey(
  event: Pick<
    KeyboardEvent,
    "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "target" | "defaultPrevented"
  >,
): PanelKey {
  const { target } = event;
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    !(target instanceof HTMLElement)
  )
    return undefined;
  if (
    target.closest(
      "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], " +
        "[role=menu], [role=spinbutton]",
    )
  )
    return undefined;
  if (!target.closest("[role=dialog], [role=grid]")) return undefined;
  if (event.key.startsWith("Arrow") && target.closest("[role=radiogroup], [role=grid], pre"))
    return undefined;
  if (isKey(event, "score")) return Number(event.key);
  return isKey(event, "nextDecision")
    ? "next"
    : isKey(event, "previousDecision")
      ? "previous"
      : undefined;
}

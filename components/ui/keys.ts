/** A key that does something, for the handler that waits for it and for the sheet of keys. */
export interface Shortcut {
  /** Any of these, as `KeyboardEvent.key` names them; one letter in either case. */
  readonly keys: readonly string[];
  /** With Ctrl, or Command on a Mac; without it the key alone. */
  readonly ctrl?: true;
  readonly label: string;
}

/**
 * Every key of the app beyond what browsers do by themselves. Handlers ask `isKey`, and the sheet
 * of keys shows these groups: a key that is not here does not exist.
 */
export const KEYS = {
  palette: { keys: ["k"], ctrl: true, label: "Find anything, or close the search" },
  keySheet: { keys: ["?"], label: "Show the keys" },
  clearSearch: { keys: ["Escape"], label: "Clear a search field" },
  increase: { keys: ["ArrowUp"], label: "Increase a number by its step" },
  decrease: { keys: ["ArrowDown"], label: "Decrease a number by its step" },
  increaseMuch: { keys: ["PageUp"], label: "Increase a number by ten steps" },
  decreaseMuch: { keys: ["PageDown"], label: "Decrease a number by ten steps" },
  nextRow: { keys: ["ArrowDown"], label: "Next row" },
  previousRow: { keys: ["ArrowUp"], label: "Previous row" },
  nextRows: { keys: ["PageDown"], label: "A screen down" },
  previousRows: { keys: ["PageUp"], label: "A screen up" },
  firstRow: { keys: ["Home"], label: "First row" },
  lastRow: { keys: ["End"], label: "Last row" },
  openRow: { keys: ["Enter"], label: "Open the row" },
  nextDecision: { keys: ["j", "ArrowRight"], label: "Next decision" },
  previousDecision: { keys: ["k", "ArrowLeft"], label: "Previous decision" },
  score: { keys: ["1", "2", "3", "4", "5"], label: "Score the decision" },
  sendQuestion: { keys: ["Enter"], label: "Send the question" },
  panLeft: { keys: ["ArrowLeft"], label: "Move left" },
  panRight: { keys: ["ArrowRight"], label: "Move right" },
  panUp: { keys: ["ArrowUp"], label: "Move up" },
  panDown: { keys: ["ArrowDown"], label: "Move down" },
  zoomIn: { keys: ["+", "="], label: "Zoom in" },
  zoomOut: { keys: ["-"], label: "Zoom out" },
  fit: { keys: ["0"], label: "Show the whole network" },
  addTag: { keys: ["Enter", ","], label: "Add a tag" },
  removeTag: { keys: ["Backspace"], label: "Remove the last tag, in the empty field" },
} satisfies Readonly<Record<string, Shortcut>>;

export type KeyName = keyof typeof KEYS;

/** Where keys work, and which; every key is in one group. */
export const KEY_GROUPS: readonly { readonly label: string; readonly keys: readonly KeyName[] }[] =
  [
    { label: "Everywhere", keys: ["palette", "keySheet"] },
    {
      label: "In tables of decisions",
      keys: [
        ...(["nextRow", "previousRow", "nextRows", "previousRows"] as const),
        ...(["firstRow", "lastRow", "openRow"] as const),
      ],
    },
    { label: "While a decision is open", keys: ["nextDecision", "previousDecision", "score"] },
    { label: "In an interview", keys: ["sendQuestion"] },
    {
      label: "On the picture of a network",
      keys: [
        ...(["panLeft", "panRight", "panUp", "panDown"] as const),
        ...(["zoomIn", "zoomOut", "fit"] as const),
      ],
    },
    {
      label: "In fields",
      keys: [
        ...(["clearSearch", "increase", "decrease"] as const),
        ...(["increaseMuch", "decreaseMuch", "addTag", "removeTag"] as const),
      ],
    },
  ];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether a key was pressed, alone or with Ctrl as it asks. */
export function isKey(event: Pressed, name: KeyName): boolean {
  const shortcut: Shortcut = KEYS[name];
  if (event.altKey || (event.ctrlKey || event.metaKey) !== (shortcut.ctrl === true)) return false;
  // Shift is part of what `?` and `+` are typed with, and no part of Ctrl-K or Enter.
  if (event.shiftKey && (shortcut.ctrl === true || event.key.length > 1)) return false;
  return shortcut.keys.includes(event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** Whether a key goes to what is being typed, or to a control that needs all of them. */
export const isTyping = ({ target }: Pick<KeyboardEvent, "target">): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu]",
  ) !== null;

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
  Escape: "Esc",
};

/** What stands on the keys: "Ctrl K", or several to choose from. */
export const keyNames = (name: KeyName): string[] => {
  const { keys, ctrl }: Shortcut = KEYS[name];
  return keys.map((key) => {
    const known = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
    return ctrl === true ? `Ctrl ${known}` : known;
  });
};

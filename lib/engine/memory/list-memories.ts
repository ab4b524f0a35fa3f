import { splitNullValues } from "@/lib/domain/decision";
import { longestPrefix, cutToBudget, fitsBudget } from "../tokens/token-budget";
import { countTokens } from "../tokens/token-table";
import type { Memory } from "../base/memory";

/** Format of a memory list: its heading and the prefix of each line (`position` from 0). */
export type MemoryListFormat = {
  readonly heading: string;
  readonly mark: (position: number) => string;
};

export const MEMORY_LIST: MemoryListFormat = { heading: "What you remember:", mark: () => "- " };

/** The part of a prompt that lists memories. */
export type MemoryList = {
  readonly text: string;
  /** The listed memories, in order. */
  readonly shown: readonly Memory[];
  /** Whether memories were dropped to fit the budget. */
  readonly cut: boolean;
};

const EMPTY_LIST: MemoryList = { text: "", shown: [], cut: false };

/** One memory on one line, with its round. */
function memoryLine({ round, kind, text }: Memory): string {
  const when = round === 0 ? "Before the first round" : `Round ${round}`;
  const line = text.includes("\n") ? text.replace(/\s*\n\s*/g, " ") : text;
  return `${when}${kind === "insight" ? ", a conclusion of yours" : ""}: ${line}`;
}

/**
 * Lists memories in chronological order within a budget of tokens. `chosen`, a subset of
 * `memories`, is sorted most needed first; the last are dropped until the list fits. A single
 * memory that exceeds the budget is cut.
 * @throws TokenTableMissing if tokens must be counted and the table is not loaded
 */
export function listMemories({
  memories,
  chosen,
  budget,
  format,
}: {
  readonly memories: readonly Memory[];
  readonly chosen: readonly Memory[];
  readonly budget: number;
  readonly format: MemoryListFormat;
}): MemoryList {
  if (chosen.length === 0) return EMPTY_LIST;
  const all = firstInOrder(memories, chosen, chosen.length);
  const text = renderList(all, format);
  if (fitsBudget(text, budget)) return { text, shown: all, cut: false };
  const count = longestPrefix(chosen.length, estimateCount(chosen, budget), (length) =>
    fitsBudget(renderList(firstInOrder(memories, chosen, length), format), budget),
  );
  const shown = firstInOrder(memories, chosen, Math.max(1, count));
  if (count > 0) return { text: renderList(shown, format), shown, cut: true };
  return {
    text: cutToBudget(renderList(shown, format).replace("\n", " "), budget).text,
    shown,
    cut: true,
  };
}

/** Adds the expressions that had no value when these memories were written. */
export function addNullValuesOf(shown: readonly Memory[], nullValues: Set<string>): void {
  for (const memory of shown)
    if (memory.nullValues !== undefined)
      for (const value of splitNullValues(memory.nullValues)) nullValues.add(value);
}

/** Returns the first `count` chosen memories in the order of `memories`. */
function firstInOrder(
  memories: readonly Memory[],
  chosen: readonly Memory[],
  count: number,
): readonly Memory[] {
  if (count === memories.length) return memories;
  const selected = new Set(chosen.slice(0, count));
  return memories.filter((memory) => selected.has(memory));
}

function renderList(shown: readonly Memory[], { heading, mark }: MemoryListFormat): string {
  let text = heading;
  for (let position = 0; position < shown.length; position += 1)
    text += `\n${mark(position)}${memoryLine(shown[position] as Memory)}`;
  return text;
}

/** Estimates how many of the first memories fit into a budget. */
function estimateCount(chosen: readonly Memory[], budget: number): number {
  let left = budget;
  for (let count = 0; count < chosen.length; count += 1) {
    left -= countTokens(`- ${memoryLine(chosen[count] as Memory)}\n`);
    if (left < 0) return count;
  }
  return chosen.length;
}

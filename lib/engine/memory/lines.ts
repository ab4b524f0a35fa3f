import type { Memory } from "./contract";

/** A memory as a line of a prompt. */
export function memoryLine({ round, kind, text }: Pick<Memory, "round" | "text"> & Partial<Pick<Memory, "kind">>): string {
  const when = round === 0 ? "Before the first round" : `Round ${round}`;
  return `${when}${kind === "insight" ? ", your own conclusion" : ""}: ${text.replace(/\s*\n\s*/g, " ")}`;
}

/** In the order in which they were made. */
export const inOrder = <Made extends Pick<Memory, "version" | "seq">>(memories: readonly Made[]): Made[] =>
  memories.toSorted((left, right) => left.version - right.version || left.seq - right.seq);

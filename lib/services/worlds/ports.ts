import type { RowChange } from "@/lib/engine";

/** The committed changes of worlds. */
export interface WorldLedger {
  /**
   * The rows that changed in the steps `from` ≤ version < `before`, each as it was after the last
   * of these, table by table.
   */
  changes(run: number, from: number, before: number): AsyncIterable<readonly RowChange[]>;
}

/** How large worlds are. */
export interface WorldSizes {
  /**
   * How many rows of all tables there ever were, which is what a replica takes in at most, and
   * about how long they are as JSON.
   */
  extent(run: number): Promise<{ readonly rows: number; readonly characters: number }>;
}

import type { RowChange } from "@/lib/engine";

/** The committed changes of worlds. */
export interface WorldLedger {
  /**
   * Returns the rows that changed in the steps `from` ≤ version < `before`, each as it was after
   * the last of these, table by table.
   */
  changes(run: number, from: number, before: number): AsyncIterable<readonly RowChange[]>;
}

/** The sizes of worlds. */
export interface WorldSizes {
  /**
   * Returns the number of rows ever created in all tables, which bounds the size of a replica, and
   * about how long they are as JSON.
   */
  extent(run: number): Promise<{ readonly rows: number; readonly characters: number }>;
}

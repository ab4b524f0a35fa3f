import type { Value } from "@/lib/domain/scenario";

/**
 * Which rows of a table: those whose numbers begin with these digits, or with a text in any
 * attribute.
 */
export type RowSearch = { readonly digits: string } | { readonly text: string } | null;

export type FoundRows = {
  readonly rows: readonly {
    readonly id: string;
    readonly values: Readonly<Record<string, Value>>;
  }[];
  readonly total: number;
  readonly atLeast: boolean;
};

export interface PopulationStore {
  /**
   * The first rows of a table of a run's world that fit, as they are now, in order; `total` counts
   * all of them, unless there are at least so many.
   */
  find(run: number, table: string, search: RowSearch, limit: number): Promise<FoundRows>;
}

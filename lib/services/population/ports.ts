import type { Value } from "@/lib/domain/scenario";

/**
 * Matches rows whose numbers begin with these digits, or with a text in any attribute; null matches
 * all.
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
   * Returns the first rows of a table of a run's world that match, as they are now, in order;
   * `total` counts all of them, or is a lower bound where `atLeast` is true.
   */
  find(run: number, table: string, search: RowSearch, limit: number): Promise<FoundRows>;
}

export interface RowNames {
  /**
   * Returns the attribute `name` of these rows as it is now, or as it was last; rows that never
   * existed are left out.
   */
  names(
    run: number,
    rows: readonly { readonly table: string; readonly ordinal: number }[],
  ): Promise<{ readonly id: string; readonly name: string | null }[]>;
}

import type { Value } from "@/lib/domain/scenario";

/**
 * The other ends of an agent's ties: of those it is the source of, and of those it is the target
 * of. Each once, in a fixed order.
 */
export type TieEnds = { readonly to: readonly string[]; readonly from: readonly string[] };

/**
 * The current number of rows of a table, and the number of all rows ever created: ordinals run to
 * `ever`.
 */
export type TableSize = { readonly ever: number; readonly rows: number };

/** A table or network of a run's world as it was before the version `before`. */
export type TableVersion = {
  readonly run: number;
  readonly table: string;
  readonly before: number;
};

/**
 * The world of a run as it was before a version. The cost of a look-up depends on its result, not
 * on the size of the world; that of `size` on the number of deleted rows.
 */
export interface NetworkStore {
  /** Returns the version up to which rows belong to this round or an earlier one. */
  endOfRound(run: number, round: number): Promise<number>;
  size(table: TableVersion): Promise<TableSize>;
  /**
   * Returns the ties of these agents, at most `most` of either kind for each; agents without ties
   * have empty lists.
   */
  ties(
    network: TableVersion,
    ids: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, TieEnds>>;
  /** Returns the rows that exist, with their values of these attributes. */
  rows(
    table: TableVersion,
    ordinals: readonly number[],
    attributes: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Value[]>>;
}

import type { Value } from "@/lib/domain/scenario";

/**
 * The other ends of an agent's ties: those it is the source of, and those it is the target of. Each
 * once, in a fixed order.
 */
export type TieEnds = { readonly to: readonly string[]; readonly from: readonly string[] };

/** How many rows a table has, and how many it ever had: ordinals run to `ever`. */
export type TableSize = { readonly ever: number; readonly rows: number };

/**
 * The world of a run as it was before a version; look-ups cost what they return, whatever the size
 * of the world, and `size` costs what went.
 */
export interface NetworkStore {
  /** The version up to which rows belong to this round or an earlier one. */
  endOfRound(run: number, round: number): Promise<number>;
  size(run: number, table: string, before: number): Promise<TableSize>;
  /**
   * The ties of these agents, at most `most` of either kind for each; agents without ties have
   * empty lists.
   */
  ties(
    run: number,
    network: string,
    ids: readonly string[],
    before: number,
    most: number,
  ): Promise<ReadonlyMap<string, TieEnds>>;
  /** Those of the rows that are there, with their values of these attributes. */
  rows(
    run: number,
    table: string,
    ordinals: readonly number[],
    attributes: readonly string[],
    before: number,
  ): Promise<ReadonlyMap<string, readonly Value[]>>;
}

import type { Value } from "@/lib/domain/scenario";

/**
 * A row of any table of the world: an agent, an object, a tie, or the one row of `world`. A plain
 * object with `id` and its attributes; a ref is stored as the id of its row, or null. Ids are
 * unique within a table and read `Voter-12`: the table's name and the row's ordinal, from 1.
 */
export type Row = { readonly id: string; [attribute: string]: Value };

/** Returns the id of the row with this ordinal. */
export const rowId = (table: string, ordinal: number): string => `${table}-${ordinal}`;

/**
 * The rows that a network may tie (first those of sources, then those of targets) and its ties.
 * The same object for as long as none of them comes or goes, so that what is computed from it can
 * be kept with it.
 */
export type NetworkState = {
  readonly rows: readonly Row[];
  readonly ties: readonly Row[];
  readonly directed: boolean;
};

/**
 * Read access to the world for expressions and templates. Lists are in order of ordinal, and never
 * modified.
 */
export interface WorldReader {
  rows(table: string): readonly Row[];
  get(table: string, id: string): Row | undefined;
  /**
   * Rows whose attribute equals the value (for refs, the id), through an index that writes keep
   * current.
   */
  lookup(table: string, attribute: string, value: Value): readonly Row[];
  /**
   * Neighbours of a row: along ties in both directions when undirected, targets of its ties when
   * directed.
   */
  neighbours(network: string, id: string): readonly Row[];
  /** The model group of an agent, by its id. */
  modelGroup(agent: string): string;
  linked(network: string, from: string, to: string): boolean;
  degree(network: string, id: string): number;
  /** Length of the shortest path, or null when it exceeds `limit` ties or none exists. */
  distance(network: string, from: string, to: string, limit: number): number | null;
  networkState(network: string): NetworkState;
}

/**
 * The random draws of one context: each number is a hash of the context, a name and an index, never
 * the next number of a stream.
 */
export interface Draws {
  /** A uniform number on [0, 1) with 53 bits; equal names and indices give equal numbers. */
  uniform(name: string, index: number): number;
}

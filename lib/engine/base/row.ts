import type { Value } from "@/lib/domain/scenario";

/**
 * A row of any table of the world: agents, things, ties, the one row of `world`. A plain object:
 * `id` and its attributes; refs hold the id of the row they point to, or null. Ids are unique
 * within a table and read `Voter-12`: the table's name and the row's ordinal, from 1.
 */
export type Row = { readonly id: string; [attribute: string]: Value };

/** The id of the row with this ordinal. */
export const rowId = (table: string, ordinal: number): string => `${table}-${ordinal}`;

/**
 * What expressions and templates may ask of the world. Lists are in order of ordinal, and never
 * modified.
 */
export interface WorldReader {
  rows(table: string): readonly Row[];
  get(table: string, id: string): Row | undefined;
  /**
   * Rows whose attribute equals the value (for refs: the id), through an index kept up to date by
   * writes.
   */
  lookup(table: string, attribute: string, value: Value): readonly Row[];
  /** Rows tied to this one: both directions when undirected, targets of its ties when directed. */
  neighbours(network: string, id: string): readonly Row[];
  /** The group of models that an agent belongs to, by its id. */
  modelGroup(agent: string): string;
  linked(network: string, from: string, to: string): boolean;
  degree(network: string, id: string): number;
  /** Length of the shortest path, or null when there is none within `limit` ties. */
  distance(network: string, from: string, to: string, limit: number): number | null;
}

/**
 * The draws of one context: every number is a hash of where it belongs and its own name and index,
 * never a stream.
 */
export interface Draws {
  /** Uniform on [0, 1), 53 bits. Equal names and indices give equal numbers. */
  uniform(name: string, index: number): number;
}

import type { Value } from "@/lib/domain/scenario";
import { type Row, rowId } from "../base/row";
import type { TableDefinition } from "./definition";
import { OrderedRows } from "./ordered-rows";

const sameValue = (left: Value | undefined, right: Value): boolean =>
  Array.isArray(left) && Array.isArray(right)
    ? left.length === right.length &&
      left.every((item, position) => sameValue(item as Value, right[position] as Value))
    : left === right;

/**
 * The rows of one table, by id and in order, with an index for each attribute that was looked up.
 */
export class TableStore {
  /** The ordinal of the next row; ordinals of deleted rows are never reused. */
  nextOrdinal = 1;
  /** Counts the rows that came or went. */
  version = 0;
  private readonly byId = new Map<string, Row>();
  private readonly ordered: OrderedRows;
  private readonly indexes = new Map<string, Map<Value, OrderedRows>>();
  private readonly prefix: number;

  constructor(readonly definition: TableDefinition) {
    this.prefix = definition.name.length + 1;
    this.ordered = new OrderedRows(this.ordinalOf);
  }

  readonly ordinalOf = (row: Row): number => this.ordinalOfId(row.id);

  ordinalOfId(id: string): number {
    let ordinal = 0;
    for (let position = this.prefix; position < id.length; position += 1)
      ordinal = ordinal * 10 + id.charCodeAt(position) - 48;
    return ordinal;
  }

  get size(): number {
    return this.byId.size;
  }

  get nextId(): string {
    return rowId(this.definition.name, this.nextOrdinal);
  }

  get(id: string): Row | undefined {
    return this.byId.get(id);
  }

  rows(): readonly Row[] {
    return this.ordered.rows();
  }

  add(row: Row): void {
    this.version += 1;
    this.byId.set(row.id, row);
    this.ordered.add(row);
    this.nextOrdinal = Math.max(this.nextOrdinal, this.ordinalOf(row) + 1);
    for (const [attribute, index] of this.indexes)
      this.bucket(index, row[attribute] ?? null).add(row);
  }

  remove(row: Row): void {
    this.version += 1;
    this.byId.delete(row.id);
    this.ordered.remove(row);
    for (const [attribute, index] of this.indexes) index.get(row[attribute] ?? null)?.remove(row);
  }

  set(row: Row, attribute: string, value: Value): void {
    const index = this.indexes.get(attribute);
    index?.get(row[attribute] ?? null)?.remove(row);
    row[attribute] = value;
    if (index) this.bucket(index, value).add(row);
  }

  lookup(attribute: string, value: Value): readonly Row[] {
    if (attribute === "id") {
      const row = typeof value === "string" ? this.get(value) : undefined;
      return row ? [row] : [];
    }
    if (Array.isArray(value)) return this.rows().filter((row) => sameValue(row[attribute], value));
    return this.index(attribute).get(value)?.rows() ?? [];
  }

  private index(attribute: string): Map<Value, OrderedRows> {
    const existing = this.indexes.get(attribute);
    if (existing) return existing;
    const index = new Map<Value, OrderedRows>();
    for (const row of this.rows()) this.bucket(index, row[attribute] ?? null).add(row);
    this.indexes.set(attribute, index);
    return index;
  }

  private bucket(index: Map<Value, OrderedRows>, value: Value): OrderedRows {
    let bucket = index.get(value);
    if (!bucket) index.set(value, (bucket = new OrderedRows(this.ordinalOf)));
    return bucket;
  }
}

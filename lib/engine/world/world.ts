import { DEFAULT_MODEL_GROUP, tableOfRowId, type Value } from "@/lib/domain/scenario";
import type { NetworkState, Row, WorldReader } from "../base/row";
import type { RowChange } from "../base/contract";
import { shouldYield, type Interruptible, runToEnd } from "../base/interruptible";
import type { TableDefinition } from "./definition";
import { NetworkIndex } from "./network-index";
import { TableStore } from "./table-store";

type Table = {
  readonly store: TableStore;
  readonly network: NetworkIndex | undefined;
  readonly touched: Set<Row>;
};

/**
 * All rows of a run. Rows are modified in place; the world tracks touched rows for commits, and a
 * journal allows the changes of one decision to be rolled back. Deleting a row deletes its ties and
 * empties the refs to it.
 */
export class World implements WorldReader {
  private readonly tables = new Map<string, Table>();
  private journal: (() => void)[] | undefined;
  private size = 0;

  constructor(
    definitions: readonly TableDefinition[],
    /** Returns the model group of an agent, by its type and id. */
    private readonly groupOf: (agentType: string, agent: string) => string = () =>
      DEFAULT_MODEL_GROUP,
  ) {
    for (const definition of definitions) {
      const store = new TableStore(definition);
      const [source, target] = definition.between ?? [];
      const network =
        source && target
          ? new NetworkIndex(
              definition.directed === true,
              this.table(source).store,
              this.table(target).store,
            )
          : undefined;
      this.tables.set(definition.name, { store, network, touched: new Set() });
    }
  }

  /** The number of rows in all tables. */
  get rowCount(): number {
    return this.size;
  }

  rows(table: string): readonly Row[] {
    return this.table(table).store.rows();
  }

  count(table: string): number {
    return this.table(table).store.size;
  }

  get(table: string, id: string): Row | undefined {
    return this.table(table).store.get(id);
  }

  lookup(table: string, attribute: string, value: Value): readonly Row[] {
    return this.table(table).store.lookup(attribute, value);
  }

  neighbours(network: string, id: string): readonly Row[] {
    return this.network(network).neighbours(id);
  }

  modelGroup(agent: string): string {
    return this.groupOf(tableOfRowId(agent), agent);
  }

  linked(network: string, from: string, to: string): boolean {
    return this.network(network).tie(from, to) !== undefined;
  }

  degree(network: string, id: string): number {
    return this.network(network).degree(id);
  }

  distance(network: string, from: string, to: string, limit: number): number | null {
    return this.network(network).distance(from, to, limit);
  }

  networkState(network: string): NetworkState {
    return this.network(network).state(this.table(network).store);
  }

  tie(network: string, from: string, to: string): Row | undefined {
    return this.network(network).tie(from, to);
  }

  definition(table: string): TableDefinition {
    return this.table(table).store.definition;
  }

  /** Returns the id that the next row of a table must have. */
  nextId(table: string): string {
    return this.table(table).store.nextId;
  }

  /**
   * Adds a row whose id is the table's `nextId`; the world takes ownership of the object. @throws
   * RangeError for a tie without ends
   */
  insert(name: string, row: Row): void {
    const table = this.table(name);
    const { nextOrdinal, nextId } = table.store;
    if (row.id !== nextId)
      throw new RangeError(`The next row of ${name} is ${nextId}, not ${row.id}.`);
    table.network?.add(row);
    table.store.add(row);
    this.size += 1;
    this.touch(table, row);
    this.journal?.push(() => {
      table.store.remove(row);
      table.network?.remove(row);
      table.store.nextOrdinal = nextOrdinal;
      this.size -= 1;
    });
  }

  set(name: string, row: Row, attribute: string, value: Value): void {
    const table = this.table(name);
    const before = row[attribute] ?? null;
    if (Object.is(before, value)) return;
    table.store.set(row, attribute, value);
    this.touch(table, row);
    this.journal?.push(() => table.store.set(row, attribute, before));
  }

  delete(name: string, row: Row): void {
    const table = this.table(name);
    if (table.store.get(row.id) !== row) return;
    for (const [other, { store, network }] of this.tables) {
      if (network && store.definition.between?.includes(name))
        for (const tie of network.tiesOf(row.id)) this.delete(other, tie);
    }
    for (const [other, { store, network }] of this.tables) {
      for (const { attribute, to } of store.definition.refs) {
        // Ties were already deleted with their ends.
        if (network && (attribute === "source" || attribute === "target")) continue;
        if (to === name)
          for (const pointing of store.lookup(attribute, row.id))
            this.set(other, pointing, attribute, null);
      }
    }
    table.store.remove(row);
    table.network?.remove(row);
    this.size -= 1;
    this.touch(table, row);
    this.journal?.push(() => {
      table.store.add(row);
      table.network?.add(row);
      this.size += 1;
    });
  }

  /** Starts a transaction, until `commitTransaction` or `rollback`. */
  beginTransaction(): void {
    this.journal = [];
  }

  commitTransaction(): void {
    this.journal = undefined;
  }

  rollback(): void {
    const journal = this.journal ?? [];
    this.journal = undefined;
    for (let last = journal.pop(); last; last = journal.pop()) last();
  }

  /**
   * Returns the state of every row touched since the last call, by table and ordinal. Rows inserted
   * and deleted in between count as deleted.
   */
  takeChanges(): readonly RowChange[] {
    return runToEnd(this.takeChangesInterruptibly());
  }

  /** `takeChanges` as interruptible work; the world must not change meanwhile. */
  *takeChangesInterruptibly(): Interruptible<readonly RowChange[]> {
    const changes: RowChange[] = [];
    for (const [name, { store, touched }] of this.tables) {
      for (const { row, ordinal } of sortByOrdinal(touched, store.ordinalOf)) {
        const present = store.get(row.id) === row;
        changes.push({
          table: name,
          id: row.id,
          ordinal,
          data: present ? rowData(row, store.definition) : null,
        });
        if (shouldYield(changes.length)) yield;
      }
      touched.clear();
    }
    return changes;
  }

  /** Loads persisted states, in any order of tables: ties are applied after all other rows. */
  load(changes: Iterable<RowChange>): void {
    const { take, end } = this.loading();
    runToEnd(take(changes));
    runToEnd(end());
  }

  /** `load` as incremental, interruptible work: `take` for each batch, then `end`. */
  loading(): {
    take(changes: Iterable<RowChange>): Interruptible<void>;
    end(): Interruptible<void>;
  } {
    const ties = new Map<string, RowChange>();
    const isTie = (change: RowChange): boolean => this.table(change.table).network !== undefined;
    const applyChange = (change: RowChange): void => this.applyChange(change);
    return {
      *take(changes) {
        let done = 0;
        for (const change of changes) {
          if (shouldYield((done += 1))) yield;
          if (isTie(change)) ties.set(change.id, change);
          else applyChange(change);
        }
      },
      *end() {
        let done = 0;
        for (const deleted of [true, false]) {
          for (const change of ties.values()) {
            if (shouldYield((done += 1))) yield;
            if ((change.data === null) === deleted) applyChange(change);
          }
        }
      },
    };
  }

  private applyChange({ table: name, id, ordinal, data }: RowChange): void {
    const { store, network } = this.table(name);
    const existing = store.get(id);
    store.nextOrdinal = Math.max(store.nextOrdinal, ordinal + 1);
    if (data === null) {
      if (!existing) return;
      store.remove(existing);
      network?.remove(existing);
      this.size -= 1;
    } else if (existing) {
      for (const field of store.definition.fields) store.set(existing, field, data[field] ?? null);
    } else {
      const row: Row = { id };
      for (const field of store.definition.fields) row[field] = data[field] ?? null;
      network?.add(row);
      store.add(row);
      this.size += 1;
    }
  }

  private touch({ touched }: Table, row: Row): void {
    if (touched.has(row)) return;
    touched.add(row);
    this.journal?.push(() => touched.delete(row));
  }

  private table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw new RangeError(`Unknown table: ${name}.`);
    return table;
  }

  private network(name: string): NetworkIndex {
    const { network } = this.table(name);
    if (!network) throw new RangeError(`${name} is not a network.`);
    return network;
  }
}

/**
 * Sorts rows by ordinal. Computes each ordinal once, and skips sorting when rows are already in
 * order, the common case.
 */
function sortByOrdinal(
  rows: Iterable<Row>,
  ordinalOf: (row: Row) => number,
): readonly { readonly row: Row; readonly ordinal: number }[] {
  const entries: { row: Row; ordinal: number }[] = [];
  let last = 0;
  let sorted = true;
  for (const row of rows) {
    const ordinal = ordinalOf(row);
    sorted &&= last < ordinal;
    last = ordinal;
    entries.push({ row, ordinal });
  }
  return sorted ? entries : entries.sort((left, right) => left.ordinal - right.ordinal);
}

function rowData(row: Row, { fields }: TableDefinition): Record<string, Value> {
  const data: Record<string, Value> = {};
  for (const field of fields) data[field] = row[field] ?? null;
  return data;
}

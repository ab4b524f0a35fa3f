import type { Row } from "../base/row";

/**
 * Rows in order of ordinal. Writes are buffered until the next read merges them; a returned list is
 * never modified, so callers may keep it while the world changes.
 */
export class OrderedRows {
  private list: Row[] = [];
  private shared = false;
  private readonly pending = new Map<Row, boolean>();

  constructor(private readonly ordinalOf: (row: Row) => number) {}

  add(row: Row): void {
    if (this.pending.size === 0 && !this.shared && this.comesLast(row)) this.list.push(row);
    else this.pending.set(row, true);
  }

  remove(row: Row): void {
    this.pending.set(row, false);
  }

  rows(): readonly Row[] {
    if (this.pending.size > 0) this.merge();
    this.shared = true;
    return this.list;
  }

  private comesLast(row: Row): boolean {
    const last = this.list.at(-1);
    return last === undefined || this.ordinalOf(last) < this.ordinalOf(row);
  }

  private merge(): void {
    const added: Row[] = [];
    for (const [row, present] of this.pending) if (present) added.push(row);
    added.sort((left, right) => this.ordinalOf(left) - this.ordinalOf(right));
    this.list = this.onlyAppends(added) ? this.list.concat(added) : this.merged(added);
    this.shared = false;
    this.pending.clear();
  }

  private onlyAppends(added: readonly Row[]): boolean {
    const [first] = added;
    return first !== undefined && added.length === this.pending.size && this.comesLast(first);
  }

  private merged(added: readonly Row[]): Row[] {
    const merged: Row[] = [];
    let next = 0;
    for (const row of this.list) {
      if (this.pending.has(row)) continue;
      for (
        let candidate = added[next];
        candidate !== undefined && this.ordinalOf(candidate) < this.ordinalOf(row);
        candidate = added[next]
      ) {
        merged.push(candidate);
        next += 1;
      }
      merged.push(row);
    }
    return next === 0 ? merged.concat(added) : merged.concat(added.slice(next));
  }
}

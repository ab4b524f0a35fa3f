/**
 * Sums by index, reused for many users; clearing costs time in proportion to the touched indices.
 */
export class SparseSums {
  private readonly values: Float64Array;
  private readonly marks: Uint32Array;
  private mark = 1;
  /** The indices with additions since the last `clear`. */
  touched: number[] = [];

  constructor(size: number) {
    this.values = new Float64Array(size);
    this.marks = new Uint32Array(size);
  }

  add(index: number, amount: number): void {
    if (this.marks[index] !== this.mark) {
      this.marks[index] = this.mark;
      this.values[index] = 0;
      this.touched.push(index);
    }
    this.values[index] = (this.values[index] ?? 0) + amount;
  }

  at(index: number): number {
    return this.marks[index] === this.mark ? (this.values[index] ?? 0) : 0;
  }

  /** Resets all sums to zero. */
  clear(): this {
    this.mark += 1;
    this.touched = [];
    return this;
  }
}

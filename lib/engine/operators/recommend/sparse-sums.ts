/**
 * Sums by place, for many users one after another: what it costs follows the places that were added
 * to.
 */
export class SparseSums {
  private readonly values: Float64Array;
  private readonly marks: Uint32Array;
  private mark = 1;
  /** The places that were added to. */
  touched: number[] = [];

  constructor(size: number) {
    this.values = new Float64Array(size);
    this.marks = new Uint32Array(size);
  }

  add(place: number, amount: number): void {
    if (this.marks[place] !== this.mark) {
      this.marks[place] = this.mark;
      this.values[place] = 0;
      this.touched.push(place);
    }
    this.values[place] = (this.values[place] ?? 0) + amount;
  }

  at(place: number): number {
    return this.marks[place] === this.mark ? (this.values[place] ?? 0) : 0;
  }

  /** All sums are zero again. */
  clear(): this {
    this.mark += 1;
    this.touched = [];
    return this;
  }
}

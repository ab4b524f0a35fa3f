type Point = readonly [x: number, y: number];

/** Where the agents of a picture are, x and y in turn; NaN: nowhere yet. */
export type Stand = {
  /** Those that stay there. */
  readonly settled: Float32Array;
  /** These, and those that a layout which did not end had brought somewhere: they go on from there. */
  readonly begun: Float32Array;
};

/** Where agents stand, from one picture to the next. */
export class Standing {
  private readonly settled = new Map<string, Point>();
  private readonly moving = new Map<string, Point>();

  clear(): void {
    this.settled.clear();
    this.moving.clear();
  }

  /** Positions for the agents of a picture. One with hardly anybody in common with those before it begins anew, and they are forgotten. */
  of(ids: readonly string[]): Stand {
    const strangers = ids.filter((id) => !this.settled.has(id) && !this.moving.has(id)).length;
    if (strangers > ids.length / 2) this.clear();
    return {
      settled: listed(ids, (id) => this.settled.get(id)),
      begun: listed(ids, (id) => this.settled.get(id) ?? this.moving.get(id)),
    };
  }

  /** @param isSettled whether they stay there */
  keep(ids: readonly string[], positions: Float32Array, isSettled: boolean): void {
    this.moving.clear();
    const points = isSettled ? this.settled : this.moving;
    for (const [place, id] of ids.entries())
      points.set(id, [positions[2 * place] ?? 0, positions[2 * place + 1] ?? 0]);
  }
}

function listed(ids: readonly string[], at: (id: string) => Point | undefined): Float32Array {
  const positions = new Float32Array(2 * ids.length).fill(Number.NaN);
  for (const [place, id] of ids.entries()) positions.set(at(id) ?? [], 2 * place);
  return positions;
}

/** Whether everybody is somewhere. */
export const isComplete = (positions: Float32Array): boolean => !positions.some(Number.isNaN);

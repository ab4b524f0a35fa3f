type Point = readonly [x: number, y: number];

/** Where the agents of a picture are, x and y in turn; NaN: nowhere yet. */
export type CachedPositions = {
  /** Those that stay there. */
  readonly fixed: Float32Array;
  /** These, and those that a layout which did not end had brought somewhere: they go on from there. */
  readonly initial: Float32Array;
};

/** Where agents stand, from one picture to the next. */
export class PositionCache {
  private readonly fixed = new Map<string, Point>();
  private readonly moving = new Map<string, Point>();

  clear(): void {
    this.fixed.clear();
    this.moving.clear();
  }

  /** Positions for the agents of a picture. One with hardly anybody in common with those before it begins anew, and they are forgotten. */
  lookup(ids: readonly string[]): CachedPositions {
    const strangers = ids.filter((id) => !this.fixed.has(id) && !this.moving.has(id)).length;
    if (strangers > ids.length / 2) this.clear();
    return {
      fixed: toPositions(ids, (id) => this.fixed.get(id)),
      initial: toPositions(ids, (id) => this.fixed.get(id) ?? this.moving.get(id)),
    };
  }

  /** @param isSettled whether they stay there */
  store(ids: readonly string[], positions: Float32Array, isSettled: boolean): void {
    this.moving.clear();
    const points = isSettled ? this.fixed : this.moving;
    for (const [index, id] of ids.entries())
      points.set(id, [positions[2 * index] ?? 0, positions[2 * index + 1] ?? 0]);
  }
}

function toPositions(ids: readonly string[], at: (id: string) => Point | undefined): Float32Array {
  const positions = new Float32Array(2 * ids.length).fill(Number.NaN);
  for (const [index, id] of ids.entries()) positions.set(at(id) ?? [], 2 * index);
  return positions;
}

/** Whether everybody is somewhere. */
export const isComplete = (positions: Float32Array): boolean => !positions.some(Number.isNaN);

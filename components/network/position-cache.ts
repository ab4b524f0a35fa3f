type Point = readonly [x: number, y: number];

/** Positions of the nodes of a picture, x and y in turn; NaN where a node has none yet. */
export type CachedPositions = {
  /** Positions that a finished layout gave; they do not change any more. */
  readonly fixed: Float32Array;
  /**
   * The same, and the last positions of an unfinished layout, from which the next one continues.
   */
  readonly initial: Float32Array;
};

/** Keeps the positions of nodes from one picture to the next. */
export class PositionCache {
  private readonly fixed = new Map<string, Point>();
  private readonly moving = new Map<string, Point>();

  clear(): void {
    this.fixed.clear();
    this.moving.clear();
  }

  /**
   * Returns the positions of the nodes of a picture. Forgets everything when more than half of the
   * nodes are new, so that two layouts are never mixed.
   */
  lookup(ids: readonly string[]): CachedPositions {
    const newNodes = ids.filter((id) => !this.fixed.has(id) && !this.moving.has(id)).length;
    if (newNodes > ids.length / 2) this.clear();
    return {
      fixed: toPositions(ids, (id) => this.fixed.get(id)),
      initial: toPositions(ids, (id) => this.fixed.get(id) ?? this.moving.get(id)),
    };
  }

  /** @param isSettled whether the layout is finished */
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

/** Whether every node has a position. */
export const isComplete = (positions: Float32Array): boolean => !positions.some(Number.isNaN);

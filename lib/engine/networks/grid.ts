import { shouldYield } from "../base/interruptible";
import type { TieGenerator } from "./contract";
import { TieList } from "./tie-list";

/** Maximum aspect ratio of a complete grid; beyond it, an incomplete last line is preferred. */
const MIN_ASPECT_RATIO = 2;

/**
 * Lines and columns of a grid of n rows: the squarest complete rectangle with an aspect ratio of at
 * most two, otherwise a square with an incomplete last line.
 */
export function gridShape(n: number): { lines: number; columns: number } {
  for (
    let lines = Math.floor(Math.sqrt(n));
    lines >= 1 && n / lines <= MIN_ASPECT_RATIO * lines;
    lines -= 1
  ) {
    if (n % lines === 0) return { lines, columns: n / lines };
  }
  const columns = Math.ceil(Math.sqrt(n));
  return { lines: columns === 0 ? 0 : Math.ceil(n / columns), columns };
}

/**
 * Grid: rows fill the lines of `gridShape` in order, each with ties to the adjacent cells in its
 * line and column (von Neumann neighbourhood), with `diagonal` also to the four at its corners
 * (Moore). With `torus`, opposite sides are adjacent; cells missing from an incomplete last line
 * have no ties. If directed, ties exist in both directions.
 */
export const grid: TieGenerator<"grid"> = {
  kind: "grid",
  ends: "same",
  amounts: {},
  *generate({ torus, diagonal }, request) {
    const n = request.sources.length;
    const { lines, columns } = gridShape(n);
    const ties = new TieList(request);
    const steps = diagonal
      ? [
          [0, 1],
          [1, 0],
          [1, 1],
          [1, -1],
        ]
      : [
          [0, 1],
          [1, 0],
        ];
    for (let row = 0; row < n; row += 1) {
      if (shouldYield(row)) yield;
      for (const [down = 0, right = 0] of steps) {
        let line = Math.floor(row / columns) + down;
        let column = (row % columns) + right;
        if (torus) [line, column] = [line % lines, (column + columns) % columns];
        const other = line * columns + column;
        if (line >= lines || column < 0 || column >= columns || other >= n) continue;
        ties.add(row, other);
        if (request.directed) ties.add(other, row);
      }
    }
    return ties.all();
  },
};

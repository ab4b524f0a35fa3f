import {
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";

/**
 * A network to lay out: ties as pairs of indices, positions that must not change, and positions to
 * start from; NaN where a node has none.
 */
export type LayoutTask = {
  readonly count: number;
  readonly edges: Uint32Array;
  readonly fixed: Float32Array;
  readonly initial?: Float32Array;
};

const TICKS = 250;

/**
 * Computes positions by forces (d3-force): ties attract, nodes repel each other, and a weak pull
 * to the centre keeps separate components in view. Deterministic: starts on a spiral.
 * @param progress called after every tick with the positions so far; x and y in turn
 */
export function computeLayout(
  { count, edges, fixed, initial = fixed }: LayoutTask,
  progress: (positions: () => Float32Array) => void = () => undefined,
): Float32Array {
  const nodes = Array.from({ length: count }, (_, index): SimulationNodeDatum => {
    const [x = Number.NaN, y = Number.NaN] = initial.subarray(2 * index, 2 * index + 2);
    if (Number.isNaN(x) || Number.isNaN(y)) return {};
    return Number.isNaN(fixed[2 * index]) ? { x, y } : { x, y, fx: x, fy: y };
  });
  const links = Array.from({ length: edges.length / 2 }, (_, index) => ({
    source: edges[2 * index] ?? 0,
    target: edges[2 * index + 1] ?? 0,
  })).filter(({ source, target }) => source !== target);
  placeNewNodes(nodes, links);
  const simulation = forceSimulation(nodes)
    .force("ties", forceLink(links).distance(24))
    .force("apart", forceManyBody().strength(-36).theta(1).distanceMax(600))
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.05))
    .alphaDecay(1 - 0.001 ** (1 / TICKS))
    .stop();
  const positions = (): Float32Array =>
    Float32Array.from(nodes.flatMap(({ x = 0, y = 0 }) => [x, y]));
  for (let tick = 0; tick < TICKS; tick += 1) {
    simulation.tick();
    progress(positions);
  }
  return positions();
}

/** Starts nodes that are new to a picture next to a neighbour that has a position. */
function placeNewNodes(
  nodes: readonly SimulationNodeDatum[],
  links: readonly { source: number; target: number }[],
): void {
  const anchors = new Map<SimulationNodeDatum, SimulationNodeDatum>();
  for (const { source, target } of links) {
    const [a, b] = [nodes[source], nodes[target]];
    if (!a || !b) continue;
    if (a.x === undefined && b.x !== undefined) anchors.set(a, b);
    if (b.x === undefined && a.x !== undefined) anchors.set(b, a);
  }
  for (const [newcomer, { x = 0, y = 0 }] of anchors)
    Object.assign(newcomer, { x: x + 1, y: y + 1 });
}

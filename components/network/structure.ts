import type { NetworkPicture } from "@/lib/contracts/network";

/**
 * Returns the share of the shown agents that belong to the largest weakly connected component,
 * 0 without agents. Union-find with path halving (Tarjan & van Leeuwen 1984).
 */
export function largestComponentShare({
  nodes,
  edges,
}: Pick<NetworkPicture, "nodes" | "edges">): number {
  if (nodes.length === 0) return 0;
  const parents = nodes.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    for (;;) {
      const parent = parents[at] ?? at;
      if (parent === at) return at;
      const above = parents[parent] ?? parent;
      parents[at] = above;
      at = above;
    }
  };
  for (const [source, target] of edges) parents[root(source)] = root(target);
  const sizes = new Map<number, number>();
  for (const [index] of nodes.entries()) sizes.set(root(index), (sizes.get(root(index)) ?? 0) + 1);
  return Math.max(...sizes.values()) / nodes.length;
}

/** Returns, for each node, the indices of the nodes it is tied to. */
export function neighbourIndices({
  nodes,
  edges,
}: Pick<NetworkPicture, "nodes" | "edges">): readonly (readonly number[])[] {
  const neighbours = nodes.map((): number[] => []);
  for (const [source, target] of edges) {
    neighbours[source]?.push(target);
    if (source !== target) neighbours[target]?.push(source);
  }
  return neighbours;
}

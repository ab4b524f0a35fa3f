import type { NetworkPicture } from "@/lib/contracts/network";

/**
 * The share of the agents shown that belong to the largest component: all that hang together by ties, whatever their direction.
 * 0 without agents. Union by path halving (Tarjan & van Leeuwen 1984).
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

/** For each agent shown the indices of those it is tied to. */
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

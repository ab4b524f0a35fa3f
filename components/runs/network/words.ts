import { formatCount, formatNumber } from "@/components/ui/format";
import { MOST_SAMPLED, MOST_TIES_COUNTED, type NetworkPicture, type ShownAttribute } from "@/lib/contracts/network";
import type { Value } from "@/lib/domain/scenario";

/** What part of the network is shown, and how it was chosen. */
export function extentInWords({ shown, nodes, agents }: Pick<NetworkPicture, "shown" | "nodes" | "agents">, focus: string | null, hops: number): string {
  switch (shown) {
    case "all":
      return `All ${formatCount(agents, "agent")}.`;
    case "sample":
      return `${formatNumber(nodes.length)} of ${formatCount(agents, "agent")}: a forest-fire sample, which begins with agents drawn at random and spreads from them along ties. All ties among these are shown.`;
    case "surroundings":
      return `${formatNumber(nodes.length)} of ${formatCount(agents, "agent")}: those at most ${formatCount(hops, "tie")} from ${focus ?? "an agent"}${nodes.length < MOST_SAMPLED ? "" : ", the nearest of them"}. All ties among these are shown.`;
  }
}

export const degreeInWords = (degree: number): string => (degree >= MOST_TIES_COUNTED ? `${formatNumber(degree)} or more` : formatNumber(degree));

/** A value of an attribute, with its unit where that is short: long units explain a scale. */
export function valueInWords({ unit }: Pick<ShownAttribute, "unit">, value: Value | undefined): string {
  if (typeof value === "number") return unit !== null && unit.length <= 8 ? `${formatNumber(value)} ${unit}` : formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : "–";
}

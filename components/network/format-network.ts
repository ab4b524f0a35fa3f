import { formatCount, formatNumber } from "@/components/ui/format";
import {
  MAX_SAMPLED_AGENTS,
  MAX_COUNTED_DEGREE,
  type NetworkPicture,
  type ShownAttribute,
} from "@/lib/contracts/network";
import type { Value } from "@/lib/domain/scenario";
import { formatAgentName } from "@/lib/domain/scenario/agent-name";

/** Says which part of the network is shown, how it was chosen, and what is missing. */
export function describeExtent(
  { shown, nodes, agents, names }: Pick<NetworkPicture, "shown" | "nodes" | "agents" | "names">,
  focus: string | null,
  hops: number,
): string {
  const some = `${formatNumber(nodes.length)} of ${formatCount(agents, "agent")}`;
  const truncatedNodes = nodes.filter(({ degree }) => degree >= MAX_COUNTED_DEGREE).length;
  const exception =
    truncatedNodes > 1
      ? ", except that some ties between agents with " +
        `${formatNumber(MAX_COUNTED_DEGREE)} ties or more may be missing`
      : "";
  const among = `All ties among them are shown${exception}.`;
  switch (shown) {
    case "all":
      return truncatedNodes > 1
        ? `All ${formatCount(agents, "agent")}. ${among}`
        : `All ${formatCount(agents, "agent")}.`;
    case "sample":
      return (
        `${some}: a forest-fire sample, which starts with agents drawn at random and spreads ` +
        `along ties. ${among}`
      );
    case "surroundings": {
      const followed =
        truncatedNodes > 0
          ? ` For agents with ${formatNumber(MAX_COUNTED_DEGREE)} ties or more, only some ties ` +
            "were followed."
          : "";
      const target = focus === null ? "an agent" : formatAgentName(focus, names[focus]);
      const order = nodes.length < MAX_SAMPLED_AGENTS ? "" : ", nearest first";
      return (
        `${some}: those within ${formatCount(hops, "tie")} of ${target}${order}.` +
        `${followed} ${among}`
      );
    }
  }
}

export const formatDegree = (degree: number): string =>
  degree >= MAX_COUNTED_DEGREE ? `${formatNumber(degree)} or more` : formatNumber(degree);

/** Formats a value with its unit if that is short: long units explain a scale. */
export function formatAttributeValue(
  { unit }: Pick<ShownAttribute, "unit">,
  value: Value | undefined,
): string {
  if (typeof value === "number")
    return unit !== null && unit.length <= 8
      ? `${formatNumber(value)} ${unit}`
      : formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : "–";
}

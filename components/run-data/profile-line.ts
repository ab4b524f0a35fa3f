import { formatNumber } from "@/components/ui/format";
import type { PopulationAttribute, ListedAgent } from "@/lib/contracts/population";
import type { Value } from "@/lib/domain/scenario";

const MOST_PARTS = 4;
const LONGEST_PART = 32;

/** An agent in a few words, from its first short attributes: `Anna · 34 years · nurse`. */
export function profileLine(
  attributes: readonly PopulationAttribute[],
  values: ListedAgent["values"],
): string {
  const parts: string[] = [];
  for (const attribute of attributes) {
    const text = shown(attribute, values[attribute.name]);
    if (text !== undefined && text.length <= LONGEST_PART) parts.push(text);
    if (parts.length === MOST_PARTS) break;
  }
  return parts.join(" · ");
}

function shown(
  { type, label, unit }: PopulationAttribute,
  value: Value | undefined,
): string | undefined {
  switch (type) {
    case "text":
    case "category":
      return typeof value === "string" && value !== "" ? value : undefined;
    case "integer":
    case "number":
      // Long units are explanations of a scale; there the label says more.
      return typeof value === "number"
        ? unit !== null && unit.length <= 8
          ? `${formatNumber(value)} ${unit}`
          : `${label.toLowerCase()} ${formatNumber(value)}`
        : undefined;
    case "boolean":
      return value === true ? label.toLowerCase() : undefined;
    case "ref":
    case "list":
      return undefined;
  }
}

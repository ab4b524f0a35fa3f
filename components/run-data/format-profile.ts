import { formatNumber } from "@/components/ui/format";
import type { PopulationAttribute, ListedAgent } from "@/lib/contracts/population";
import type { Value } from "@/lib/domain/scenario";
import { isNameAttribute, toName } from "@/lib/domain/scenario/agent-name";

/** Returns the name of an agent, from its attributes; undefined where it has none. */
export const nameOfAgent = (
  attributes: readonly PopulationAttribute[],
  values: ListedAgent["values"] | undefined,
): string | undefined => {
  const naming = attributes.find(({ name, type }) => isNameAttribute(name, type));
  return naming && toName(values?.[naming.name]);
};

const MAX_PARTS = 4;
const MAX_PART_LENGTH = 32;

/** Summarises an agent by its first short attributes: `Anna · 34 years · nurse`. */
export function formatProfile(
  attributes: readonly PopulationAttribute[],
  values: ListedAgent["values"],
): string {
  const parts: string[] = [];
  for (const attribute of attributes) {
    const text = formatAttribute(attribute, values[attribute.name]);
    if (text !== undefined && text.length <= MAX_PART_LENGTH) parts.push(text);
    if (parts.length === MAX_PARTS) break;
  }
  return parts.join(" · ");
}

function formatAttribute(
  { type, label, unit }: PopulationAttribute,
  value: Value | undefined,
): string | undefined {
  switch (type) {
    case "text":
    case "category":
      return typeof value === "string" && value !== "" ? value : undefined;
    case "integer":
    case "number":
      // A long unit explains a scale; the label says more.
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

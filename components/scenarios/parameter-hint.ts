import { formatNumber } from "@/components/ui/format";
import type { Parameter } from "@/lib/domain/scenario";

const MAX_INLINE_UNIT = 10;

/** Describes the meaning, unit and bounds of a parameter. */
export function parameterHint(parameter: Parameter): string | undefined {
  const unit =
    parameter.unit !== undefined && parameter.unit.length > MAX_INLINE_UNIT
      ? `Unit: ${parameter.unit}.`
      : undefined;
  const parts = [parameter.description, unit, formatBounds(parameter)].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(" ");
}

function formatBounds(parameter: Parameter): string | undefined {
  if (parameter.type === "text") return `At most ${formatNumber(parameter.maxLength)} characters.`;
  if (parameter.type !== "integer" && parameter.type !== "number") return undefined;
  const { min, max } = parameter;
  if (min !== undefined && max !== undefined)
    return `From ${formatNumber(min)} to ${formatNumber(max)}.`;
  if (min !== undefined) return `At least ${formatNumber(min)}.`;
  return max === undefined ? undefined : `At most ${formatNumber(max)}.`;
}

/** Returns the step of an arrow key: 1 for whole numbers, else about a hundredth of the range. */
export function parameterStep(parameter: Parameter): number {
  if (parameter.type !== "number") return 1;
  const { min, max } = parameter;
  const range =
    min !== undefined && max !== undefined && max > min
      ? max - min
      : Math.max(1, Math.abs(parameter.default));
  return 10 ** Math.floor(Math.log10(range / 20));
}

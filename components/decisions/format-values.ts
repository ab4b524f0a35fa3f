import { formatNumber } from "@/components/ui/format";
import type { AnswerField } from "@/lib/contracts/reviews";
import type { Value } from "@/lib/domain/scenario";

/** An answer's value for a reader; options by their label. */
export function formatValue(value: Value | undefined, field?: AnswerField): string {
  if (value === null || value === undefined) return "no answer";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatNumber(value, 6);
  if (typeof value === "string")
    return field?.options?.find((option) => option.value === value)?.label ?? value;
  return value.length === 0 ? "none" : value.map((item) => formatValue(item, field)).join(", ");
}

/** All values of an answer in one line of a table, short ones first: a long text would hide what follows it. */
export function summariseAnswer(values: Readonly<Record<string, Value>> | null): string {
  if (values === null) return "";
  const entries = Object.entries(values);
  if (entries.length === 1) return formatValue(entries[0]?.[1]);
  return entries
    .map(([name, value]) => `${name}: ${formatValue(value)}`)
    .sort((one, other) => one.length - other.length)
    .join(" · ");
}

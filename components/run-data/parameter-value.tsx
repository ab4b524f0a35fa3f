import { Badge } from "@/components/ui/badge";
import { formatNumber } from "@/components/ui/format";
import type { RunDetail } from "@/lib/contracts/runs";

/** The value of a parameter, marked if it differs from the default. */
export function ParameterValue({ parameter }: { parameter: RunDetail["parameters"][number] }) {
  const { value, isDefault } = parameter;
  const text =
    typeof value === "boolean"
      ? value
        ? "yes"
        : "no"
      : typeof value === "number"
        ? formatNumber(value, 6)
        : value;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 break-words">{text}</span>
      {isDefault ? null : <Badge tone="primary">changed</Badge>}
    </span>
  );
}

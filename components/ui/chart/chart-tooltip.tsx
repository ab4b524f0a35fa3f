import { formatNumber } from "../format";
import { Swatch, type LegendEntry } from "./chart-legend";
import { numberAt, type ChartAxis, type ChartRow, type ChartSeries } from "./types";
import { cn } from "../cn";

interface ChartTooltipProps {
  row: ChartRow | undefined;
  x: ChartAxis & { key: string };
  y: ChartAxis;
  format: (value: number) => string;
  series: readonly (ChartSeries & Omit<LegendEntry, "label">)[];
}

export function ChartTooltip({ row, x, y, format, series }: ChartTooltipProps) {
  if (row === undefined) return null;
  const at = row[x.key];
  const shown = series.filter((one) => numberAt(row, one.key) !== null);
  return (
    <div
      className={cn(
        "flex flex-col gap-1 rounded-md border border-foreground/20 bg-popover px-3 py-2",
        "text-sm text-popover-foreground",
      )}
    >
      <div className="text-muted-foreground">
        {typeof at === "number"
          ? [x.label, (x.format ?? formatNumber)(at), x.unit].filter(Boolean).join(" ")
          : at}
      </div>
      {shown.length === 0 ? <div>no value</div> : null}
      <table>
        <tbody>
          {shown.map((one) => (
            <tr key={one.key}>
              <td className="pr-2">
                <Swatch color={one.color ?? "currentColor"} dash={one.dash} shape={one.shape} />
              </td>
              <td className="max-w-48 truncate pr-4">{one.label}</td>
              <td className="text-right font-semibold whitespace-nowrap">
                {format(numberAt(row, one.key) ?? NaN)}
                {y.unit === undefined ? "" : ` ${y.unit}`}
              </td>
              <td className="pl-2 whitespace-nowrap text-muted-foreground">
                {intervalText(row, one, format)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function intervalText(
  row: ChartRow,
  series: ChartSeries,
  format: (value: number) => string,
): string {
  if (series.interval === undefined) return "";
  const lower = numberAt(row, series.interval.lower);
  const upper = numberAt(row, series.interval.upper);
  return lower === null || upper === null ? "" : `[${format(lower)}, ${format(upper)}]`;
}

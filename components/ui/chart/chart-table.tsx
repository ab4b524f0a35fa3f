import { formatNumber } from "../format";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../table";
import { valueFormat } from "./scale";
import { axisTitle, numberAt, type ChartProps, type ChartRow } from "./types";

/** The numbers behind a chart. */
export function ChartTable({
  title,
  data,
  series,
  x,
  y,
  intervalLabel,
  height,
}: ChartProps & { height: number }) {
  const format = valueFormat({ data, series, y });
  const formatX = x.format ?? formatNumber;
  const show = (value: number | null) => (value === null ? formatNumber(null) : format(value));
  const showInterval = (row: ChartRow, { lower, upper }: { lower: string; upper: string }) =>
    numberAt(row, lower) === null
      ? formatNumber(null)
      : `${show(numberAt(row, lower))} to ${show(numberAt(row, upper))}`;
  return (
    <Table label={`${title}, as a table`} maxHeight={`${String(height)}px`}>
      <TableHeader>
        <TableRow>
          <TableHead numeric={typeof data[0]?.[x.key] === "number"}>{axisTitle(x)}</TableHead>
          {series.flatMap((one) => [
            <TableHead key={one.key} numeric>
              {series.length === 1 ? axisTitle(y) : one.label}
            </TableHead>,
            ...(one.interval === undefined
              ? []
              : [
                  <TableHead key={`${one.key} interval`} numeric>
                    {intervalLabel ?? "Interval"}
                  </TableHead>,
                ]),
          ])}
        </TableRow>
      </TableHeader>
      <TableBody>
        {data.map((row, index) => {
          const at = row[x.key];
          return (
            <TableRow key={`${String(at)} ${String(index)}`}>
              <TableCell numeric={typeof at === "number"}>
                {typeof at === "number" ? formatX(at) : at}
              </TableCell>
              {series.flatMap((one) => [
                <TableCell key={one.key} numeric>
                  {show(numberAt(row, one.key))}
                </TableCell>,
                ...(one.interval === undefined
                  ? []
                  : [
                      <TableCell
                        key={`${one.key} interval`}
                        numeric
                        className="text-muted-foreground"
                      >
                        {showInterval(row, one.interval)}
                      </TableCell>,
                    ]),
              ])}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

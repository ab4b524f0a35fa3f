/** One point of the x axis: its x value and the values of all series. Null is a gap, never zero. */
export type ChartRow = Readonly<Record<string, number | string | null>>;

export interface ChartSeries {
  /** The field of the row that holds the value. */
  key: string;
  label: string;
  /** A CSS colour; the next of the palette by default. Pass one to keep it across charts. */
  color?: string | undefined;
  /** The fields of the row that hold the ends of the interval around the value. */
  interval?: { lower: string; upper: string } | undefined;
}

export interface ChartAxis {
  label: string;
  unit?: string | undefined;
  format?: ((value: number) => string) | undefined;
}

export interface ChartProps {
  title: string;
  description?: string | undefined;
  data: readonly ChartRow[];
  series: readonly ChartSeries[];
  x: ChartAxis & { key: string };
  y: ChartAxis & { domain?: readonly [number | "auto", number | "auto"] | undefined };
  /**
   * What the interval is, such as "95% confidence interval": shown with the chart and in its table.
   */
  intervalLabel?: string | undefined;
  /** The height of the drawing in pixels, kept while data come and when the table is shown. */
  height?: number | undefined;
  /** Instead of the drawing while there are no data. */
  empty?: string | undefined;
  className?: string | undefined;
}

export function axisTitle(axis: ChartAxis): string {
  return axis.unit === undefined ? axis.label : `${axis.label} (${axis.unit})`;
}

export function numberAt(row: ChartRow, key: string): number | null {
  const value = row[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The row under the pointer, which recharts hands on with each of its series. */
export function rowUnderPointer(payload: readonly { payload?: ChartRow }[]): ChartRow | undefined {
  return payload[0]?.payload;
}

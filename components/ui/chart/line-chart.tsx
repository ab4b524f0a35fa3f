"use client";

import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatCompact, formatNumber } from "../format";
import { ChartFrame, DEFAULT_HEIGHT } from "./chart-frame";
import { ChartTooltip } from "./chart-tooltip";
import { EndLabels, endLabelsFit, endLabelWidth } from "./end-labels";
import { seriesColor, seriesDash } from "./palette";
import { numberAt, type ChartProps, type ChartRow } from "./types";

export type LineChartProps = ChartProps & {
  /** "step" for what stays as it is until it changes, as a count that is kept. */
  curve?: "linear" | "step" | undefined;
};

const TICK = { fill: "var(--chart-axis)", fontSize: 12 };
const AXIS = { stroke: "var(--chart-axis)", strokeOpacity: 0.5 };

/** Lines over rounds or any other axis, with an interval as a band around each where there is one. */
export function LineChart({ curve = "linear", ...chart }: LineChartProps) {
  const { title, data, x, y, height = DEFAULT_HEIGHT } = chart;
  const series = chart.series.map((one, index) => ({
    ...one,
    color: one.color ?? seriesColor(index),
    dash: seriesDash(index),
    shape: "line" as const,
  }));
  const labelled = (width: number) => endLabelsFit(series, width, height);
  const formatY = y.format ?? axisNumber;
  const formatX = x.format ?? formatNumber;
  const numericX = data.every((row) => typeof row[x.key] === "number");
  const type = curve === "step" ? ("stepAfter" as const) : ("linear" as const);

  return (
    <ChartFrame
      {...chart}
      height={height}
      legend={(width) => (series.length < 2 || labelled(width) ? [] : series)}
      draw={(size) => (
        <ComposedChart
          width={size.width}
          height={size.height}
          data={[...data]}
          margin={{ top: 8, bottom: 0, left: 0, right: labelled(size.width) ? endLabelWidth(series) : 12 }}
          title={title}
        >
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis
            dataKey={x.key}
            {...(numericX ? { type: "number" as const, domain: ["dataMin", "dataMax"] as const, allowDecimals: !wholeNumbers(data, x.key) } : {})}
            tickFormatter={(value: unknown) => (typeof value === "number" ? formatX(value) : String(value))}
            tick={TICK}
            axisLine={AXIS}
            tickLine={AXIS}
            tickSize={4}
            height={24}
            minTickGap={24}
          />
          <YAxis
            domain={[...(y.domain ?? (["auto", "auto"] as const))]}
            tickFormatter={(value: unknown) => (typeof value === "number" ? formatY(value) : String(value))}
            tick={TICK}
            axisLine={false}
            tickLine={false}
            width={48}
            tickMargin={4}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--chart-axis)", strokeWidth: 1 }}
            content={({ active, payload }) => (active ? <ChartTooltip row={rowOf(payload)} x={x} y={y} series={series} /> : null)}
          />
          {series.flatMap((one) =>
            one.interval === undefined
              ? []
              : [
                  <Area
                    key={`${one.key} interval`}
                    type={type}
                    dataKey={intervalOf(one.interval)}
                    stroke="none"
                    fill={one.color}
                    fillOpacity={0.16}
                    isAnimationActive={false}
                    activeDot={false}
                    connectNulls={false}
                  />,
                ],
          )}
          {series.map((one) => (
            <Line
              key={one.key}
              type={type}
              dataKey={one.key}
              name={one.label}
              stroke={one.color}
              strokeWidth={1.75}
              {...(one.dash === undefined ? {} : { strokeDasharray: one.dash })}
              dot={data.length === 1 ? { r: 3, fill: one.color, stroke: "none" } : false}
              activeDot={{ r: 3, fill: one.color, stroke: "var(--card)", strokeWidth: 1 }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
          {labelled(size.width) ? <EndLabels data={data} series={series} /> : null}
        </ComposedChart>
      )}
    />
  );
}

function axisNumber(value: number): string {
  return Math.abs(value) >= 10_000 ? formatCompact(value) : formatNumber(value);
}

function wholeNumbers(data: readonly ChartRow[], key: string): boolean {
  return data.every((row) => Number.isInteger(row[key]));
}

function intervalOf(interval: { lower: string; upper: string }) {
  return (row: ChartRow): [number, number] | null => {
    const lower = numberAt(row, interval.lower);
    const upper = numberAt(row, interval.upper);
    return lower === null || upper === null ? null : [lower, upper];
  };
}

/** The row under the pointer, which recharts hands on with each of its series. */
function rowOf(payload: readonly { payload?: ChartRow }[]): ChartRow | undefined {
  return payload[0]?.payload;
}

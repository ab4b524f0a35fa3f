"use client";

import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatNumber } from "../format";
import { AXIS, TICK, yAxisWidth } from "./axis-style";
import { ChartFrame, DEFAULT_HEIGHT } from "./chart-frame";
import { ChartTooltip } from "./chart-tooltip";
import { EndLabels, endLabelsFit, endLabelWidth } from "./end-labels";
import { seriesColor, seriesDash } from "./palette";
import { niceScale, valueFormat } from "./scale";
import { numberAt, rowUnderPointer, type ChartProps, type ChartRow } from "./types";

export type LineChartProps = ChartProps & {
  /** "step" for values that hold until they change, such as a running count. */
  curve?: "linear" | "step" | undefined;
};

const TICK_SPACE = 56;

/** Lines over rounds or another axis, each with its interval as a band where it has one. */
export function LineChart({ curve = "linear", ...chart }: LineChartProps) {
  const { title, data, x, y, height = DEFAULT_HEIGHT } = chart;
  const series = chart.series.map((one, index) => ({
    ...one,
    color: one.color ?? seriesColor(index),
    dash: seriesDash(index),
    shape: "line" as const,
  }));
  const labelsFit = (width: number) => endLabelsFit(series, width, height);
  const vertical = niceScale(
    data.flatMap((row) =>
      series.flatMap((one) =>
        [
          one.key,
          ...(one.interval === undefined ? [] : [one.interval.lower, one.interval.upper]),
        ].map((key) => numberAt(row, key) ?? NaN),
      ),
    ),
    y.domain,
    Math.max(2, Math.floor(height / 48)),
  );
  const formatY = y.format ?? vertical.format;
  const formatX = x.format ?? formatNumber;
  const formatValue = valueFormat(chart);
  const numericX = data.every((row) => typeof row[x.key] === "number");
  const type = curve === "step" ? ("stepAfter" as const) : ("linear" as const);

  return (
    <ChartFrame
      {...chart}
      height={height}
      legend={(width) => (series.length < 2 || labelsFit(width) ? [] : series)}
      draw={(size) => (
        <ComposedChart
          width={size.width}
          height={size.height}
          data={[...data]}
          margin={{
            top: 8,
            bottom: 0,
            left: 0,
            right: labelsFit(size.width) ? endLabelWidth(series) : 12,
          }}
          title={title}
        >
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis
            dataKey={x.key}
            {...(numericX ? xAxisScale(data, x.key, size.width) : {})}
            tickFormatter={(value: unknown) =>
              typeof value === "number" ? formatX(value) : String(value)
            }
            tick={TICK}
            axisLine={AXIS}
            tickLine={AXIS}
            tickSize={4}
            height={24}
            minTickGap={24}
          />
          <YAxis
            domain={vertical.domain}
            ticks={vertical.ticks}
            allowDataOverflow={y.domain !== undefined}
            tickFormatter={(value: unknown) =>
              typeof value === "number" ? formatY(value) : String(value)
            }
            tick={TICK}
            axisLine={false}
            tickLine={false}
            width={yAxisWidth(vertical.ticks.map(formatY))}
            tickMargin={4}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--chart-axis)", strokeWidth: 1 }}
            content={({ active, payload }) =>
              active ? (
                <ChartTooltip
                  row={rowUnderPointer(payload)}
                  x={x}
                  y={y}
                  format={formatValue}
                  series={series}
                />
              ) : null
            }
          />
          {series.flatMap((one) =>
            one.interval === undefined
              ? []
              : [
                  <Area
                    key={`${one.key} interval`}
                    type={type}
                    dataKey={intervalReader(one.interval)}
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
              dot={
                countValues(data, one.key) === 1 ? { r: 3, fill: one.color, stroke: "none" } : false
              }
              activeDot={{ r: 3, fill: one.color, stroke: "var(--card)", strokeWidth: 1 }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
          {labelsFit(size.width) ? <EndLabels data={data} series={series} /> : null}
        </ComposedChart>
      )}
    />
  );
}

/** The x axis over exactly the range of the data, with round ticks inside it. */
function xAxisScale(data: readonly ChartRow[], key: string, width: number) {
  const values = data.flatMap((row) => numberAt(row, key) ?? []);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const whole = values.every((value) => Number.isInteger(value));
  const { domain, ticks } = niceScale(
    values,
    low < high ? [low, high] : ["auto", "auto"],
    Math.max(2, Math.floor(width / TICK_SPACE)),
    whole,
  );
  return { type: "number" as const, domain, ticks };
}

/** How many values a series has: a single one is no line and needs a dot. */
const countValues = (data: readonly ChartRow[], key: string): number =>
  data.filter((row) => numberAt(row, key) !== null).length;

function intervalReader(interval: { lower: string; upper: string }) {
  return (row: ChartRow): [number, number] | null => {
    const lower = numberAt(row, interval.lower);
    const upper = numberAt(row, interval.upper);
    return lower === null || upper === null ? null : [lower, upper];
  };
}

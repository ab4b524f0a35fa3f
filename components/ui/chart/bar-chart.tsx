"use client";

import {
  Bar,
  BarChart as Chart,
  CartesianGrid,
  ErrorBar,
  LabelList,
  Rectangle,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from "recharts";
import { formatNumber } from "../format";
import { AXIS, CHARACTER_WIDTH, TICK, yAxisWidth } from "./axis-style";
import { ChartFrame, DEFAULT_HEIGHT } from "./chart-frame";
import { ChartTooltip } from "./chart-tooltip";
import { seriesColor } from "./palette";
import { niceScale, valueFormat } from "./scale";
import {
  axisTitle,
  numberAt,
  rowUnderPointer,
  type ChartProps,
  type ChartRow,
  type ChartSeries,
} from "./types";

export type BarChartProps = ChartProps & {
  /** "horizontal" suits long category names. */
  direction?: "vertical" | "horizontal" | undefined;
  stacked?: boolean | undefined;
};

const MAX_LABELLED_BARS = 16;
const MIN_BAND_WIDTH = 40;
const VALUE_SPACE = 48;

/** Bars per category, side by side or stacked, with intervals as whiskers. */
export function BarChart({ direction = "vertical", stacked = false, ...chart }: BarChartProps) {
  const { title, data, x, y, height = DEFAULT_HEIGHT } = chart;
  const series = chart.series.map((one, index) => ({
    ...one,
    color: one.color ?? seriesColor(index),
    shape: "box" as const,
  }));
  const horizontal = direction === "horizontal";
  const scale = niceScale(
    [
      0,
      ...data.flatMap((row) =>
        stacked
          ? [series.reduce((sum, one) => sum + (numberAt(row, one.key) ?? 0), 0)]
          : series.flatMap((one) => drawnValues(row, one)),
      ),
    ],
    y.domain,
    Math.max(2, Math.floor(height / 48)),
  );
  const hasNegative = scale.domain[0] < 0;
  const formatY = y.format ?? scale.format;
  const formatValue = valueFormat(chart);
  const hasInterval = series.some((one) => one.interval !== undefined);
  const valuesShown = !stacked && !hasInterval && data.length * series.length <= MAX_LABELLED_BARS;

  const categories = {
    dataKey: x.key,
    type: "category" as const,
    tickFormatter: (value: unknown) =>
      typeof value === "number" ? (x.format ?? formatNumber)(value) : String(value),
    tick: TICK,
    // With bars below zero the line at zero is the axis.
    axisLine: hasNegative ? false : AXIS,
    tickLine: false,
  };
  const values = {
    type: "number" as const,
    domain: scale.domain,
    ticks: scale.ticks,
    tickFormatter: (value: unknown) => (typeof value === "number" ? formatY(value) : String(value)),
    tick: TICK,
    axisLine: false,
    tickLine: false,
  };

  // The label of a negative bar stands beyond its end and must not cover the category name.
  const padsBelowZero = hasNegative && valuesShown;

  return (
    <ChartFrame
      {...chart}
      height={height}
      above={horizontal ? axisTitle(x) : axisTitle(y)}
      below={horizontal ? axisTitle(y) : axisTitle(x)}
      legend={() => (series.length < 2 ? [] : series)}
      draw={(size) => (
        <Chart
          width={size.width}
          height={size.height}
          data={[...data]}
          layout={horizontal ? "vertical" : "horizontal"}
          margin={{
            top: valuesShown && !horizontal ? 20 : 8,
            bottom: 0,
            left: 0,
            right: horizontal ? 48 : 12,
          }}
          barCategoryGap="24%"
          barGap={2}
          title={title}
        >
          <CartesianGrid
            vertical={horizontal}
            horizontal={!horizontal}
            stroke="var(--chart-grid)"
          />
          {horizontal ? (
            <XAxis
              {...values}
              {...(padsBelowZero ? { padding: { left: VALUE_SPACE } } : {})}
              height={24}
            />
          ) : (
            <XAxis {...categories} {...categoryAxisLayout(data, x.key, size.width)} />
          )}
          {horizontal ? (
            <YAxis
              {...categories}
              width={categoryWidth(data, x.key, size.width)}
              tickMargin={8}
              interval={0}
            />
          ) : (
            <YAxis
              {...values}
              {...(padsBelowZero ? { padding: { bottom: VALUE_SPACE / 2 } } : {})}
              width={yAxisWidth(scale.ticks.map(formatY))}
              tickMargin={4}
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--muted)" }}
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
          {hasNegative ? (
            <ReferenceLine {...(horizontal ? { x: 0 } : { y: 0 })} stroke="var(--chart-axis)" />
          ) : null}
          {series.map((one) => (
            <Bar
              key={one.key}
              dataKey={one.key}
              name={one.label}
              fill={one.color}
              maxBarSize={40}
              shape={drawBar}
              isAnimationActive={false}
              {...(stacked ? { stackId: "all" } : {})}
            >
              {one.interval === undefined ? null : (
                <ErrorBar
                  dataKey={whisker(one.key, one.interval)}
                  direction={horizontal ? "x" : "y"}
                  width={6}
                  strokeWidth={1.5}
                  stroke="var(--foreground)"
                  isAnimationActive={false}
                />
              )}
              {valuesShown ? (
                <LabelList
                  dataKey={one.key}
                  position={horizontal ? "right" : "top"}
                  fontSize={12}
                  fill="var(--foreground)"
                  formatter={(value: unknown) =>
                    typeof value === "number" ? formatValue(value) : ""
                  }
                />
              ) : null}
            </Bar>
          ))}
        </Chart>
      )}
    />
  );
}

/** Only with a shape of its own does recharts keep bars of 0, and so their numbers. */
const drawBar = (bar: BarShapeProps) => <Rectangle {...bar} />;

function categoryWidth(data: readonly ChartRow[], key: string, width: number): number {
  const longest = Math.max(0, ...data.map((row) => String(row[key]).length));
  return Math.min(Math.floor(width / 3), Math.max(48, longest * CHARACTER_WIDTH + 12));
}

/** Shows every category name on one or two lines where they fit, else as many names as fit. */
function categoryAxisLayout(data: readonly ChartRow[], key: string, width: number) {
  const band = Math.floor((width - 64) / Math.max(1, data.length)) - 8;
  const longest = Math.max(0, ...data.map((row) => String(row[key]).length)) * CHARACTER_WIDTH;
  if (band < MIN_BAND_WIDTH) return { height: 24, minTickGap: 8 };
  return {
    interval: 0,
    height: longest > band ? 40 : 24,
    tick: { ...TICK, width: band, maxLines: 2 },
  };
}

function drawnValues(row: ChartRow, series: ChartSeries): number[] {
  const keys = [
    series.key,
    ...(series.interval === undefined ? [] : [series.interval.lower, series.interval.upper]),
  ];
  return keys.flatMap((key) => numberAt(row, key) ?? []);
}

/** How far the interval reaches below and above the value, as recharts wants it. */
function whisker(key: string, interval: { lower: string; upper: string }) {
  return (row: ChartRow): [number, number] => {
    const value = numberAt(row, key);
    const lower = numberAt(row, interval.lower);
    const upper = numberAt(row, interval.upper);
    return value === null || lower === null || upper === null
      ? [0, 0]
      : [value - lower, upper - value];
  };
}

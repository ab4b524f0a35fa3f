"use client";

import { usePlotArea, useYAxisScale } from "recharts";
import { CHARACTER_WIDTH } from "./axis-style";
import { spreadLabels } from "./spread-labels";
import { numberAt, type ChartRow, type ChartSeries } from "./types";

const LINE_HEIGHT = 16;
const SPACE_BEFORE = 8;
const MAX_LABEL_LENGTH = 22;

/** How wide a margin the labels need. */
export function endLabelWidth(series: readonly ChartSeries[]): number {
  return (
    SPACE_BEFORE +
    Math.ceil(Math.max(0, ...series.map((one) => shorten(one.label).length)) * CHARACTER_WIDTH)
  );
}

/** Whether the labels fit next to a drawing of this size. */
export function endLabelsFit(
  series: readonly ChartSeries[],
  width: number,
  height: number,
): boolean {
  return (
    series.length > 1 &&
    width - endLabelWidth(series) >= 240 &&
    series.length * LINE_HEIGHT <= height - 2 * LINE_HEIGHT
  );
}

/** The name of each line at its right end, moved apart where they would overlap. */
export function EndLabels({
  data,
  series,
}: {
  data: readonly ChartRow[];
  series: readonly (ChartSeries & { color: string })[];
}) {
  const plot = usePlotArea();
  const scale = useYAxisScale();
  if (plot === undefined || scale === undefined) return null;
  const ends = series.flatMap((one) => {
    const row = data.findLast((candidate) => numberAt(candidate, one.key) !== null);
    const y = row === undefined ? undefined : scale(numberAt(row, one.key));
    return y === undefined ? [] : [{ one, y }];
  });
  const places = spreadLabels(
    ends.map((end) => end.y),
    LINE_HEIGHT,
    plot.y,
    plot.y + plot.height,
  );
  return (
    <g aria-hidden>
      {ends.map(({ one, y }, index) => (
        <g key={one.key}>
          <line
            x1={plot.x + plot.width + 1}
            x2={plot.x + plot.width + 6}
            y1={y}
            y2={places[index] ?? y}
            stroke={one.color}
            strokeWidth={1}
          />
          <text
            x={plot.x + plot.width + SPACE_BEFORE}
            y={places[index] ?? y}
            dy="0.35em"
            fontSize={12}
            fill="var(--foreground)"
          >
            {shorten(one.label)}
          </text>
        </g>
      ))}
    </g>
  );
}

function shorten(label: string): string {
  return label.length <= MAX_LABEL_LENGTH ? label : `${label.slice(0, MAX_LABEL_LENGTH - 1)}…`;
}

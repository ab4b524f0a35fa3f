"use client";

import { ChartLine, Table2 } from "lucide-react";
import { useId, useRef, useState, type ReactNode } from "react";
import { cn } from "../cn";
import { IconButton } from "../icon-button";
import { ChartTable } from "./chart-table";
import { ChartLegend, type LegendEntry } from "./chart-legend";
import { axisTitle, type ChartProps } from "./types";
import { useWidth } from "./use-width";

export const DEFAULT_HEIGHT = 240;
const AXIS_TITLE_HEIGHT = 16;
const LEGEND_HEIGHT = 24;

interface ChartFrameProps extends ChartProps {
  /** The entries of a legend, or none where the chart labels its series itself. */
  legend: (width: number) => readonly LegendEntry[];
  /** The title above the drawing and the one below it. */
  above?: string | undefined;
  below?: string | undefined;
  draw: (size: { width: number; height: number }) => ReactNode;
}

/** Title, axis titles, legend and the switch between chart and table, in a box of fixed height. */
export function ChartFrame({ legend, draw, above, below, ...chart }: ChartFrameProps) {
  const {
    title,
    description,
    data,
    x,
    y,
    intervalLabel,
    series,
    height = DEFAULT_HEIGHT,
    empty = "No data yet.",
    className,
  } = chart;
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const entries = legend(width);
  const hasInterval = series.some((one) => one.interval !== undefined);
  const note = [description, hasInterval ? intervalLabel : undefined]
    .filter((part) => part !== undefined)
    .join(" · ");
  const drawingHeight = height - 2 * AXIS_TITLE_HEIGHT - (entries.length > 0 ? LEGEND_HEIGHT : 0);

  return (
    <figure aria-labelledby={id} className={cn("flex min-w-0 flex-col gap-1", className)}>
      <figcaption className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <div id={id} className="truncate leading-7 font-semibold">
            {title}
          </div>
          {note === "" ? null : <div className="text-sm text-muted-foreground">{note}</div>}
        </div>
        <IconButton
          size="sm"
          label={asTable ? "Show as chart" : "Show as table"}
          onClick={() => setAsTable(!asTable)}
          disabled={data.length === 0}
        >
          {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
        </IconButton>
      </figcaption>
      <div
        ref={box}
        style={{ height }}
        className="min-w-0 overflow-hidden text-xs text-muted-foreground"
      >
        {data.length === 0 ? (
          <div
            className={cn(
              "flex h-full items-center justify-center rounded-md border border-dashed",
              "border-border text-base",
            )}
          >
            {empty}
          </div>
        ) : asTable ? (
          <ChartTable {...chart} height={height} />
        ) : width === 0 ? null : (
          <>
            <div style={{ height: AXIS_TITLE_HEIGHT }}>{above ?? axisTitle(y)}</div>
            {draw({ width, height: drawingHeight })}
            <div style={{ height: AXIS_TITLE_HEIGHT }} className="text-center">
              {below ?? axisTitle(x)}
            </div>
            {entries.length === 0 ? null : <ChartLegend entries={entries} height={LEGEND_HEIGHT} />}
          </>
        )}
      </div>
    </figure>
  );
}

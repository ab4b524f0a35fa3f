"use client";

import { memo, type ReactNode } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { BarChart } from "@/components/ui/chart/bar-chart";
import { LineChart } from "@/components/ui/chart/line-chart";
import { cn } from "@/components/ui/cn";
import { DataList } from "@/components/ui/data-list";
import { formatCount, formatNumber } from "@/components/ui/format";
import type { MeasureSeries } from "@/lib/contracts/runs";
import { groupCharts } from "./chart-groups";
import { chartRows } from "./chart-rows";

const HEIGHT = 240;
const BAR_HEIGHT = 40;
const AXES_HEIGHT = 64;
const NOT_COMPUTED = "The run ended before this measure could be computed.";

/**
 * One chart per measure over the rounds, and per unit at the end. Sizes never change, so that
 * nothing moves. Each chart is drawn again only when its own measures change: progress arrives
 * several times a second.
 */
export const MeasureCharts = memo(function MeasureCharts({
  measures,
  ...run
}: {
  measures: readonly MeasureSeries[];
} & RunState) {
  return (
    <section
      aria-label="Measures"
      className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3"
    >
      {groupCharts(measures).map((group) =>
        group.kind === "rounds" ? (
          <RoundsChart key={group.measure.name} measure={group.measure} {...run} />
        ) : (
          <EndChart
            key={`end ${group.unit ?? ""}`}
            unit={group.unit}
            measures={group.measures}
            {...run}
          />
        ),
      )}
      <UnchartedMeasures measures={measures.filter(({ chart }) => chart === "none")} />
    </section>
  );
});

/** What the charts show of the state of a run. */
interface RunState {
  rounds: number;
  /** Whether no value will be added. */
  final: boolean;
}

function ChartCard({
  measures,
  wide = false,
  children,
}: {
  measures: readonly MeasureSeries[];
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Card className={wide ? "md:col-span-2" : undefined}>
      <CardBody>
        {children}
        {/* Below the chart, so that charts in a row align. */}
        <ul
          className={cn(
            "flex max-w-prose flex-col gap-0.5 pt-2 text-sm text-muted-foreground",
            "empty:hidden",
          )}
        >
          {measures.flatMap(({ name, label, description }) =>
            description === null
              ? []
              : [
                  <li key={name}>
                    {measures.length === 1 ? description : `${label}: ${description}`}
                  </li>,
                ],
          )}
        </ul>
        {measures.map((measure) => (
          <MeasureProblems key={measure.name} measure={measure} />
        ))}
      </CardBody>
    </Card>
  );
}

const RoundsChart = memo(function RoundsChart({
  measure,
  rounds,
  final,
}: { measure: MeasureSeries } & RunState) {
  const { label, unit, chart } = measure;
  const shown = {
    title: label,
    data: chartRows(measure, rounds, final),
    series: [{ key: "value", label }],
    x: { key: "round", label: "Round", format: formatNumber },
    y: { label: unit ?? "Value" },
    height: HEIGHT,
    empty: final ? NOT_COMPUTED : "Values appear as rounds are completed.",
  };
  return (
    <ChartCard measures={[measure]}>
      {chart === "bar" ? <BarChart {...shown} /> : <LineChart {...shown} />}
    </ChartCard>
  );
});

interface EndChartProps extends RunState {
  unit: string | null;
  measures: readonly MeasureSeries[];
}

const EndChart = memo(
  function EndChart({ unit, measures, final }: EndChartProps) {
    const [first] = measures;
    const data = measures.flatMap(({ label, points }) =>
      points.map(({ value }) => ({ measure: label, value })),
    );
    return (
      <ChartCard measures={measures} wide={measures.length > 1}>
        <BarChart
          direction="horizontal"
          title={
            measures.length === 1 && first
              ? `${first.label}, at the end`
              : `At the end of the run${unit === null ? "" : ` (${unit})`}`
          }
          data={data}
          series={[{ key: "value", label: "Value" }]}
          x={{ key: "measure", label: "Measure" }}
          y={{ label: unit ?? "Value" }}
          height={AXES_HEIGHT + BAR_HEIGHT * Math.max(2, measures.length)}
          empty={final ? NOT_COMPUTED : "Computed when the run ends."}
        />
      </ChartCard>
    );
  },
  // The measures of a unit are collected into a new list each time.
  (known, next) =>
    known.final === next.final &&
    known.unit === next.unit &&
    known.measures.length === next.measures.length &&
    known.measures.every((measure, index) => measure === next.measures[index]),
);

/** The latest values of measures without a chart. */
function UnchartedMeasures({ measures }: { measures: readonly MeasureSeries[] }) {
  if (measures.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Other measures"
        description="Latest values. See measures.csv for all values."
      />
      <CardBody>
        <DataList
          items={measures.map(({ label, unit, points }) => {
            const value = points.at(-1)?.value ?? null;
            return {
              label,
              value:
                value === null || unit === null
                  ? formatNumber(value)
                  : `${formatNumber(value)} (${unit})`,
            };
          })}
        />
        {measures.map((measure) => (
          <MeasureProblems key={measure.name} measure={measure} />
        ))}
      </CardBody>
    </Card>
  );
}

function MeasureProblems({ measure }: { measure: MeasureSeries }) {
  const problems = measure.points.flatMap(({ problem }) => problem ?? []);
  const last = problems.at(-1);
  if (last === undefined) return null;
  return (
    <p className="pt-2 text-sm text-warning">
      {measure.label}: no value{" "}
      {measure.at === "end" ? "at the end" : `in ${formatCount(problems.length, "round")}`}. {last}
    </p>
  );
}

"use client";

import type { ReactNode } from "react";
import { isFinal } from "@/components/run-data";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { BarChart } from "@/components/ui/chart/bar-chart";
import { LineChart } from "@/components/ui/chart/line-chart";
import { cn } from "@/components/ui/cn";
import { DataList } from "@/components/ui/data-list";
import { formatCount, formatNumber } from "@/components/ui/format";
import type { MeasureSeries, RunProgress } from "@/lib/contracts/runs";
import { groupCharts } from "./chart-groups";
import { chartRows } from "./chart-rows";

const HEIGHT = 240;
const BAR_HEIGHT = 40;
const AXES_HEIGHT = 64;
const NOT_COMPUTED = "The run ended before this measure could be computed.";

/**
 * One chart per measure over the rounds, and per unit at the end. Sizes never change, so that
 * nothing moves.
 */
export function MeasureCharts({
  measures,
  progress,
}: {
  measures: readonly MeasureSeries[];
  progress: RunProgress;
}) {
  return (
    <section
      aria-label="Measures"
      className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3"
    >
      {groupCharts(measures).map((group) =>
        group.kind === "rounds" ? (
          <ChartCard key={group.measure.name} measures={[group.measure]}>
            <RoundsChart measure={group.measure} progress={progress} />
          </ChartCard>
        ) : (
          <ChartCard
            key={`end ${group.unit ?? ""}`}
            measures={group.measures}
            wide={group.measures.length > 1}
          >
            <EndChart unit={group.unit} measures={group.measures} progress={progress} />
          </ChartCard>
        ),
      )}
      <UnchartedMeasures measures={measures.filter(({ chart }) => chart === "none")} />
    </section>
  );
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

function RoundsChart({ measure, progress }: { measure: MeasureSeries; progress: RunProgress }) {
  const { label, unit, chart } = measure;
  const final = isFinal(progress);
  const shown = {
    title: label,
    data: chartRows(measure, progress.rounds, final),
    series: [{ key: "value", label }],
    x: { key: "round", label: "Round", format: formatNumber },
    y: { label: unit ?? "Value" },
    height: HEIGHT,
    empty: final ? NOT_COMPUTED : "Values appear as rounds are completed.",
  };
  return chart === "bar" ? <BarChart {...shown} /> : <LineChart {...shown} />;
}

function EndChart({
  unit,
  measures,
  progress,
}: {
  unit: string | null;
  measures: readonly MeasureSeries[];
  progress: RunProgress;
}) {
  const [first] = measures;
  const data = measures.flatMap(({ label, points }) =>
    points.map(({ value }) => ({ measure: label, value })),
  );
  return (
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
      empty={isFinal(progress) ? NOT_COMPUTED : "Computed when the run ends."}
    />
  );
}

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

"use client";

import { Card, CardBody } from "@/components/ui/card";
import { BarChart } from "@/components/ui/chart/bar-chart";
import { LineChart } from "@/components/ui/chart/line-chart";
import { formatCount, formatNumber } from "@/components/ui/format";
import type { MeasureSeries, RunProgress } from "@/lib/contracts/runs";
import { chartRows } from "./chart-rows";
import { isFinal } from "./status";

const HEIGHT = 240;

/** One chart per measure, of one height, there from the start. */
export function MeasureCharts({ measures, progress }: { measures: readonly MeasureSeries[]; progress: RunProgress }) {
  return (
    <section aria-label="Measures" className="grid grid-cols-1 gap-4 md:grid-cols-2 2xl:grid-cols-3">
      {measures.map((measure) => (
        <Card key={measure.name}>
          <CardBody>
            <MeasureChart measure={measure} progress={progress} />
            {/* Below, so that neighbouring drawings stand side by side. */}
            {measure.description === null ? null : <p className="pt-2 text-sm text-muted-foreground">{measure.description}</p>}
            <Problems measure={measure} />
          </CardBody>
        </Card>
      ))}
    </section>
  );
}

function MeasureChart({ measure, progress }: { measure: MeasureSeries; progress: RunProgress }) {
  const final = isFinal(progress);
  const atEnd = measure.at === "end";
  const key = "value";
  const empty = final ? "The run ended before this could be computed." : atEnd ? "Computed when the run ends." : "Values come as rounds end.";
  const chart = {
    title: measure.label,
    series: [{ key, label: measure.label }],
    y: { label: measure.unit ?? "Value" },
    height: HEIGHT,
    empty,
  };
  if (atEnd) return <BarChart {...chart} data={measure.points.map(({ value }) => ({ moment: "End of the run", [key]: value }))} x={{ key: "moment", label: "Moment" }} />;
  const data = chartRows(measure, progress.rounds, final);
  const x = { key: "round", label: "Round", format: formatNumber };
  return measure.chart === "bar" ? <BarChart {...chart} data={data} x={x} /> : <LineChart {...chart} data={data} x={x} />;
}

function Problems({ measure }: { measure: MeasureSeries }) {
  const problems = measure.points.flatMap(({ problem }) => problem ?? []);
  const last = problems.at(-1);
  if (last === undefined) return null;
  return (
    <p className="pt-2 text-sm text-warning">
      No value in {formatCount(problems.length, "round")}: {last}
    </p>
  );
}

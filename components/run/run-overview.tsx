"use client";

import dynamic from "next/dynamic";
import { RunEstimateCard } from "@/components/estimates";
import { ForksCard } from "@/components/forks";
import { InterventionsCard } from "@/components/interventions";
import { isFinal, isLive, useMeasures, useRun } from "@/components/run-data";
import { Skeleton } from "@/components/ui/skeleton";
import type { DecisionFaults } from "@/lib/contracts/faults";
import type { Forks } from "@/lib/contracts/forks";
import type { LiveIntervention } from "@/lib/contracts/interventions";
import type { MeasureSeries, RunDetail } from "@/lib/contracts/runs";
import { FaultsCard } from "./faults-card";
import { RunFacts } from "./run-facts";
import { RunFigures } from "./run-figures";
import { RunProgressCard } from "./run-progress-card";

// The chart library is the largest part of the client: load it with the first chart only.
const MeasureCharts = dynamic(async () => (await import("./measure-charts")).MeasureCharts, {
  loading: () => <Skeleton className="h-88 rounded-lg" />,
});

export interface RunOverviewProps {
  run: RunDetail;
  measures: MeasureSeries[];
  forks: Forks;
  interventions: LiveIntervention[];
  faults: DecisionFaults;
}

/**
 * Overview of a run: progress, figures, measures, changes from outside, and how to reproduce it.
 */
export function RunOverview({
  run: initial,
  measures: initialMeasures,
  forks,
  interventions,
  faults,
}: RunOverviewProps) {
  const { data: run = initial } = useRun(initial.id, initial);
  const { data: measures } = useMeasures(initial.id, initialMeasures);
  return (
    <>
      <RunProgressCard progress={run.progress} />
      <RunFigures progress={run.progress} />
      {measures.length === 0 ? null : (
        <MeasureCharts
          measures={measures}
          rounds={run.progress.rounds}
          final={isFinal(run.progress)}
        />
      )}
      <FaultsCard run={run} initial={faults} />
      <InterventionsCard run={run} initial={interventions} />
      <ForksCard run={run} initial={forks} />
      <RunEstimateCard runId={run.id} progress={run.progress} live={isLive(run.progress)} />
      <RunFacts run={run} />
    </>
  );
}

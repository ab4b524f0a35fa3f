import { RUN_STATUS, RunStatusDot, combinedShare, combinedStatus } from "@/components/run-data";
import { formatPercent } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import type { RunSummary } from "@/lib/contracts/runs";

/** Summarises the runs of a study in one cell: state, number and progress. */
export function RunsSummary({ runs }: { runs: readonly RunSummary[] }) {
  const status = combinedStatus(runs);
  const share = combinedShare(runs);
  const done = runs.filter(({ progress }) => progress.status === "completed").length;
  return (
    <span className="flex flex-col gap-1">
      <span className="flex items-center justify-between gap-3">
        <RunStatusDot status={status} />
        <span className="whitespace-nowrap text-muted-foreground">
          {runs.length === 1 ? "1 run" : `${String(done)} of ${String(runs.length)} runs done`}
        </span>
      </span>
      {share < 1 ? (
        <Progress
          hideLabel
          label={`${RUN_STATUS[status].label}, ${formatPercent(share, 0)}`}
          value={share}
          tone={RUN_STATUS[status].tone}
        />
      ) : null}
    </span>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { failureMessage, request } from "@/components/api";
import { runApiPath } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { replayResult, type ReplayResult } from "@/lib/contracts/replay";
import type { RunDetail } from "@/lib/contracts/runs";

/** Replays the recorded decisions without a model and reports whether every step matches. */
export function ReplayCheck({ run }: { run: RunDetail }) {
  const replay = useMutation({
    mutationFn: () => request("POST", `${runApiPath(run.id)}/replay`, replayResult),
  });
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Button
        size="sm"
        loading={replay.isPending}
        disabled={run.progress.digest === null}
        onClick={() => replay.mutate()}
      >
        Check by replay
      </Button>
      <div aria-live="polite" className="min-h-5 text-sm">
        {replay.isIdle ? (
          <span className="text-muted-foreground">
            Replays the recorded decisions without calling a model.
          </span>
        ) : null}
        {replay.isPending ? (
          <span className="text-muted-foreground">
            Replaying {formatCount(run.progress.decisions, "decision")}…
          </span>
        ) : null}
        {replay.isError ? (
          <span className="text-destructive">
            {failureMessage(replay.error)} The run was not changed.
          </span>
        ) : null}
        {replay.data ? <ReplayOutcome result={replay.data} phases={run.phases} /> : null}
      </div>
    </div>
  );
}

function ReplayOutcome({
  result: { steps, equal, firstDifference },
  phases,
}: {
  result: ReplayResult;
  phases: RunDetail["phases"];
}) {
  if (equal) {
    return (
      <span className="flex gap-1.5">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        Identical: all {formatCount(steps, "step")} match the recorded digests.
      </span>
    );
  }
  const phase =
    phases.find(({ id }) => id === firstDifference?.phase)?.label ?? firstDifference?.phase;
  return (
    <span className="flex gap-1.5">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-destructive" />
      <span className="min-w-0 break-words">
        Different
        {firstDifference
          ? ` from round ${String(firstDifference.round)}, ${phase ?? ""}: recorded ` +
            `${firstDifference.recorded.slice(0, 12)}…, replayed ` +
            `${firstDifference.replayed.slice(0, 12)}…`
          : ""}
        . The recorded decisions do not reproduce this run. Another version of Microcosm may have
        made it.
      </span>
    </span>
  );
}

import Link from "next/link";
import { RUN_STATUS, runLabel, RunStatusDot } from "@/components/run-data";
import { formatDuration, formatNumber, formatPercent } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { RunSummary } from "@/lib/contracts/runs";

const DIGEST_SHOWN = 10;

/** Runs of one study, or with `studies` of several, each with the name of its study. */
export function RunTable({
  runs,
  studies = false,
}: {
  runs: readonly RunSummary[];
  studies?: boolean | undefined;
}) {
  return (
    <Table label="Runs">
      <TableHeader>
        <TableRow>
          {studies ? <TableHead>Study</TableHead> : null}
          <TableHead>Run</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Progress</TableHead>
          <TableHead numeric>Seed</TableHead>
          <TableHead numeric>Decisions</TableHead>
          <TableHead numeric>Invalid</TableHead>
          <TableHead numeric>Rejected</TableHead>
          <TableHead numeric>Active time</TableHead>
          <TableHead>Started</TableHead>
          <TableHead>Digest</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {runs.map((run) => {
          const { progress } = run;
          return (
            <TableRow key={run.id}>
              {studies ? (
                <TableCell className="min-w-40">
                  <Link href={`/studies/${run.studyId}`} className="rounded-sm hover:underline">
                    {run.studyName}
                  </Link>
                </TableCell>
              ) : null}
              <TableCell>
                <Link
                  href={`/runs/${run.id}`}
                  className="rounded-sm font-semibold whitespace-nowrap hover:underline"
                >
                  {runLabel(run)}
                </Link>
              </TableCell>
              <TableCell>
                <RunStatusDot status={progress.status} />
              </TableCell>
              <TableCell className="min-w-36">
                <span className="flex items-center gap-2">
                  <Progress
                    hideLabel
                    value={progress.share}
                    label={`Progress of ${runLabel(run)}`}
                    tone={RUN_STATUS[progress.status].tone}
                    className="flex-1"
                  />
                  <span className="w-12 text-right text-muted-foreground">
                    {formatPercent(progress.share, 0)}
                  </span>
                </span>
              </TableCell>
              <TableCell numeric>{run.seed}</TableCell>
              <TableCell numeric>{formatNumber(progress.decisions)}</TableCell>
              <TableCell numeric>{formatNumber(progress.invalid)}</TableCell>
              <TableCell numeric>{formatNumber(progress.rejected)}</TableCell>
              <TableCell numeric className="whitespace-nowrap">
                {progress.activeMs === 0 ? "–" : formatDuration(progress.activeMs)}
              </TableCell>
              <TableCell>
                {run.startedAt === null ? "–" : <Timestamp at={run.startedAt} />}
              </TableCell>
              <TableCell className="font-mono" title={progress.digest ?? undefined}>
                {progress.digest?.slice(0, DIGEST_SHOWN) ?? "–"}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { FailureAlert } from "@/components/api";
import { useRun } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { PollSummary } from "@/lib/contracts/polls";
import type { RunDetail } from "@/lib/contracts/runs";
import { PollDialog } from "./poll-dialog";
import { PollStatus } from "./poll-status";
import { usePolls } from "./use-polls";

const DESCRIPTION =
  "Put a questionnaire to a sample of the agents during the run or after it. Agents do not " +
  "remember a poll, and it does not affect the run.";

/** The polls of a run, and a dialog for the next one. */
export function PollsView({
  run: initial,
  polls: initialPolls,
}: {
  run: RunDetail;
  polls: PollSummary[];
}) {
  const { data: run = initial } = useRun(initial.id, initial);
  const { data: polls, error, refetch } = usePolls(run.id, initialPolls);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const ready = run.progress.version > 0;
  const ask = run.mayRun ? (
    <Button disabled={!ready} onClick={() => setDialogOpen(true)}>
      New poll…
    </Button>
  ) : undefined;
  return (
    <>
      {error ? (
        <FailureAlert
          title="The polls could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card>
        {polls.length === 0 ? (
          <EmptyState
            icon={ListChecks}
            title="No polls yet"
            description={ready ? DESCRIPTION : `${DESCRIPTION} Available once the run is set up.`}
            action={ask}
          />
        ) : (
          <>
            <CardHeader title="Polls" description={DESCRIPTION} actions={ask} />
            <PollTable runId={run.id} polls={polls} />
          </>
        )}
      </Card>
      <PollDialog run={run} open={isDialogOpen} onOpenChange={setDialogOpen} />
    </>
  );
}

function PollTable({ runId, polls }: { runId: string; polls: readonly PollSummary[] }) {
  return (
    <Table label="Polls">
      <TableHeader>
        <TableRow>
          <TableHead>Poll</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Agent type</TableHead>
          <TableHead numeric>Round</TableHead>
          <TableHead numeric>Asked</TableHead>
          <TableHead numeric>Answered</TableHead>
          <TableHead numeric>Invalid</TableHead>
          <TableHead>By</TableHead>
          <TableHead>Started</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {polls.map((poll) => (
          <TableRow key={poll.id}>
            <TableCell className="min-w-40">
              <Link
                href={`/runs/${runId}/polls/${poll.id}`}
                className="rounded-sm font-semibold break-words hover:underline"
              >
                {poll.label}
              </Link>
            </TableCell>
            <TableCell>
              <PollStatus status={poll.status} />
            </TableCell>
            <TableCell>{poll.agentType}</TableCell>
            <TableCell numeric>{poll.round}</TableCell>
            <TableCell numeric>{formatNumber(poll.asked)}</TableCell>
            <TableCell numeric>{formatNumber(poll.answered)}</TableCell>
            <TableCell numeric>{formatNumber(poll.invalid)}</TableCell>
            <TableCell>{poll.createdBy ?? "–"}</TableCell>
            <TableCell>
              <Timestamp at={poll.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

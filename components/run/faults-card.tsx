"use client";

import Link from "next/link";
import { FailureAlert } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { formatCount, formatNumber, formatPercent } from "@/components/ui/format";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { DecisionFaults } from "@/lib/contracts/faults";
import type { RunDetail } from "@/lib/contracts/runs";
import { describeNullValues } from "@/lib/domain/decision/null-values";
import { formatInvalidReasons } from "./format-invalid-reasons";
import { useFaults } from "./use-faults";

function describeFailedAgent({
  agent,
  name,
  reason,
  count,
}: DecisionFaults["failedAgents"][number]): string {
  const counted = formatInvalidReasons({ [reason]: count });
  return name === null ? `${agent} (${counted})` : `${name} (${agent}, ${counted})`;
}

function describeFaults(faults: DecisionFaults): string {
  const { decisions, invalid, rejected, fallback, failedAgents } = faults;
  const share = formatPercent(invalid / Math.max(1, decisions));
  const stoodIn =
    fallback === 0 ? "" : ` The fallback of the action replaced ${formatNumber(fallback)} of them.`;
  return [
    ...(invalid === 0
      ? []
      : [
          `${share} of decisions had no valid answer, even after a retry that named the ` +
            `error.${stoodIn}`,
        ]),
    ...(failedAgents.length === 0
      ? []
      : [
          "Without an answer that could be read, above all: " +
            `${failedAgents.map(describeFailedAgent).join(", ")}.`,
        ]),
    ...(rejected === 0
      ? []
      : [
          "Rejected answers were valid, but the action was no longer possible when it was applied.",
        ]),
  ].join(" ");
}

/** Counts invalid answers by reason, and rejected ones, by phase; renders nothing without any. */
export function FaultsCard({ run, initial }: { run: RunDetail; initial: DecisionFaults }) {
  const { data = initial, error, refetch } = useFaults(run, initial);
  if (error)
    return (
      <FailureAlert
        title="The invalid answers could not be counted"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  const phases = data.phases.filter(({ invalid, rejected }) => invalid + rejected > 0);
  const notes = (
    <>
      <UnembeddedNote count={data.unembedded} />
      <NullValuesNote run={run} counts={data.nullValues} />
    </>
  );
  if (phases.length === 0) return notes;
  const base = `/runs/${run.id}/decisions`;
  const link = (count: number, status: "invalid" | "rejected", phase: string, label: string) =>
    count === 0 ? (
      "0"
    ) : (
      <Link
        href={`${base}?${new URLSearchParams({ status, phase }).toString()}`}
        aria-label={`${formatNumber(count)} ${status} in ${label}: show decisions`}
        className="rounded-sm text-primary hover:underline"
      >
        {formatNumber(count)}
      </Link>
    );
  return (
    <>
      {notes}
      <Card>
        <CardHeader title="Invalid and rejected answers" description={describeFaults(data)} />
        <Table label="Invalid and rejected answers by phase">
          <TableHeader>
            <TableRow>
              <TableHead>Phase</TableHead>
              <TableHead numeric>Decisions</TableHead>
              <TableHead numeric>Invalid</TableHead>
              <TableHead>Reasons</TableHead>
              <TableHead numeric>Rejected</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {phases.map(({ phase, label, decisions, invalid, rejected, reasons }) => (
              <TableRow key={phase}>
                <TableCell>{label}</TableCell>
                <TableCell numeric>{formatNumber(decisions)}</TableCell>
                <TableCell numeric>{link(invalid, "invalid", phase, label)}</TableCell>
                <TableCell className="min-w-60 text-muted-foreground">
                  {formatInvalidReasons(reasons)}
                </TableCell>
                <TableCell numeric>{link(rejected, "rejected", phase, label)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </>
  );
}

/** Says what texts without an embedding mean for the memories of agents. */
function UnembeddedNote({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Alert tone="warning" title={`${formatCount(count, "text")} without an embedding`}>
      The endpoint for embeddings refused them while it embedded others. Memories with these texts
      are recalled by recency and importance alone, and so is what an agent recalls in a situation
      with such a text.
    </Alert>
  );
}

/** Says in how many prompts a value was empty, and which. */
function NullValuesNote({ run, counts }: { run: RunDetail; counts: DecisionFaults["nullValues"] }) {
  if (counts.prompts === 0) return null;
  return (
    <Alert
      tone="warning"
      title="Empty values in prompts"
      action={
        <Button asChild>
          <Link href={`/runs/${run.id}/decisions?nullValues=yes`}>Show decisions</Link>
        </Button>
      }
    >
      {describeNullValues(counts, { total: run.progress.decisions, noun: "decisions" })} Give the
      attribute a value, or say in the template what to write instead:{" "}
      <code>{'{{ self.income | default: "unknown" }}'}</code>.
    </Alert>
  );
}

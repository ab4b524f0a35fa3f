"use client";

import Link from "next/link";
import { FailureAlert } from "@/components/api";
import { RunStatusDot } from "@/components/run-data";
import { Card, CardHeader } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { Forks } from "@/lib/contracts/forks";
import type { RunDetail } from "@/lib/contracts/runs";
import { useForks } from "./use-forks";

/** The forks of this run; renders nothing without any. */
export function ForksCard({ run, initial }: { run: RunDetail; initial: Forks }) {
  const { data, error, refetch } = useForks(run.id, initial);
  if (error)
    return (
      <FailureAlert
        title="The forks could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (!data || data.forks.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Forks" description="Runs that share the first rounds of this one." />
      <Table label="Forks">
        <TableHeader>
          <TableRow>
            <TableHead>Change</TableHead>
            <TableHead>Status</TableHead>
            <TableHead>Created</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.forks.map((fork) => (
            <TableRow key={fork.runId}>
              <TableCell className="min-w-60">
                <Link
                  href={`/runs/${fork.runId}`}
                  className="rounded-sm font-semibold break-words hover:underline"
                >
                  {fork.change}
                </Link>
              </TableCell>
              <TableCell>
                <RunStatusDot status={fork.status} />
              </TableCell>
              <TableCell>
                <Timestamp at={fork.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

"use client";

import { FailureAlert } from "@/components/api";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { LiveIntervention } from "@/lib/contracts/interventions";
import type { RunDetail } from "@/lib/contracts/runs";
import { useInterventions } from "./use-interventions";

const STATUS: Readonly<Record<LiveIntervention["status"], { label: string; tone: BadgeTone }>> = {
  pending: { label: "Pending", tone: "warning" },
  applied: { label: "Applied", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
};

/** The interventions of a run and their state; renders nothing without any. */
export function InterventionsCard({
  run,
  initial,
}: {
  run: RunDetail;
  initial: LiveIntervention[];
}) {
  const { data, error, refetch } = useInterventions(run.id, initial);
  if (error)
    return (
      <FailureAlert
        title="The interventions could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (!data || data.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Interventions" description="Changes made from outside during the run." />
      {run.progress.status === "paused" && data.some(({ status }) => status === "pending") ? (
        <CardBody className="py-0! text-sm text-muted-foreground">
          The run is paused. Pending interventions are applied when it resumes.
        </CardBody>
      ) : null}
      <Table label="Interventions">
        <TableHeader>
          <TableRow>
            <TableHead numeric>No.</TableHead>
            <TableHead>Intervention</TableHead>
            <TableHead>Status</TableHead>
            <TableHead>By</TableHead>
            <TableHead>Requested</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.map((one) => (
            <TableRow key={one.id}>
              <TableCell numeric className="align-top">
                {one.number}
              </TableCell>
              <TableCell className="min-w-60 align-top">
                <details>
                  <summary className="cursor-pointer rounded-sm break-words">{one.label}</summary>
                  <pre
                    className={cn(
                      "max-h-60 overflow-auto py-2 font-mono text-sm break-all",
                      "whitespace-pre-wrap text-muted-foreground",
                    )}
                  >
                    {JSON.stringify(one.effects, null, 2)}
                  </pre>
                </details>
                {one.problem === null ? null : (
                  <p className="text-sm text-destructive">{one.problem}</p>
                )}
              </TableCell>
              <TableCell className="align-top whitespace-nowrap">
                <span className="flex items-center gap-2">
                  <Badge tone={STATUS[one.status].tone}>{STATUS[one.status].label}</Badge>
                  {one.round === null ? null : (
                    <span className="text-muted-foreground">at round {one.round}</span>
                  )}
                </span>
              </TableCell>
              <TableCell className="align-top">{one.createdBy ?? "–"}</TableCell>
              <TableCell className="align-top">
                <Timestamp at={one.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

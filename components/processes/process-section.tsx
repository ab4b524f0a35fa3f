"use client";

import { FailureAlert } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ProcessTable } from "./process-table";
import { useLivePool } from "./use-live-pool";

/** The processes of this installation and how to add a worker. */
export function ProcessSection() {
  const { data, error, refetch } = useLivePool();
  return (
    <Card>
      <CardHeader
        title="Workers"
        description={
          "Processes of this installation. Workers execute simulations; their number affects " +
          "speed, never results."
        }
      />
      {data === undefined ? (
        <CardBody>
          {error ? (
            <FailureAlert
              title="The list of workers could not be loaded"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : (
            <TableSkeleton rows={2} />
          )}
        </CardBody>
      ) : null}
      {data?.workers === 0 ? (
        <CardBody>
          <Alert tone="warning" title="No worker is running">
            Runs wait until a worker starts.
          </Alert>
        </CardBody>
      ) : null}
      {data && data.processes.length > 0 ? <ProcessTable processes={data.processes} /> : null}
      <CardBody className="flex flex-col gap-2">
        <p className="text-sm text-muted-foreground">
          Add a worker at any time, on this machine or on another that reaches the same database and
          has the same secrets. It shares the work of all runs, including those in progress, and
          appears here within seconds.
        </p>
        <CodeBlock code="npm run worker" title="In the installation folder" />
      </CardBody>
    </Card>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureAlert, get } from "@/components/api";
import { ProcessTable } from "@/components/processes";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { TimeOfDay } from "@/components/ui/time-of-day";
import { healthReport, type HealthReport } from "@/lib/contracts/health";
import { CheckTable } from "./check-table";
import { QueueTable } from "./queue-table";

const REFRESH_MS = 10_000;

/** What the installation stands on, and what to do where something needs attention. */
export function HealthView({ report }: { report: HealthReport }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["health"] as const,
    queryFn: ({ signal }) => get("/api/health/report", healthReport, signal),
    initialData: report,
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: false,
  });
  const noticed = data.checks.filter(({ state }) => state === "attention").length;
  return (
    <div className="flex flex-col gap-6">
      {error ? (
        <FailureAlert
          title="The state could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {noticed === 0 ? (
        <Alert tone="success" title="Everything works" />
      ) : (
        <Alert
          tone="warning"
          title={noticed === 1 ? "One thing needs attention" : `${noticed} things need attention`}
        >
          The checks below say what to do.
        </Alert>
      )}
      <Card>
        <CardHeader
          title="Checks"
          description={
            <>
              As of <TimeOfDay at={data.checkedAt} />, renewed every ten seconds.
            </>
          }
        />
        <CheckTable checks={data.checks} />
      </Card>
      <Card>
        <CardHeader
          title="Queue"
          description="Jobs of runs and polls: a job is a step or a part of one, not a call."
        />
        {data.queues.length > 0 ? (
          <QueueTable queues={data.queues} />
        ) : (
          <CardBody>
            <p className="text-sm text-muted-foreground">The queue cannot be read.</p>
          </CardBody>
        )}
      </Card>
      <Card>
        <CardHeader title="Processes" description="Those that reported within the last day." />
        {data.processes.length > 0 ? (
          <ProcessTable processes={data.processes} />
        ) : (
          <CardBody>
            <p className="text-sm text-muted-foreground">No process has reported.</p>
          </CardBody>
        )}
      </Card>
    </div>
  );
}

"use client";

import { useState } from "react";
import { FailureAlert } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { formatCount } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { RetentionDialog } from "./retention-dialog";
import { NextDeletions } from "./retention-note";
import { useRetention } from "./use-retention";

const describe = (days: number | null): string =>
  days === null ? "Never" : `After ${formatCount(days, "day")}`;

/** What the project deletes by itself, for its owners. */
export function RetentionCard() {
  const { data: retention, error, refetch } = useRetention();
  const [changing, setChanging] = useState(false);
  return (
    <Card className="max-w-xl">
      <CardHeader
        title="Retention"
        description="What the project deletes automatically. Storage shows what goes next."
        actions={
          retention?.mayChange === true ? (
            <Button size="sm" onClick={() => setChanging(true)}>
              Change…
            </Button>
          ) : undefined
        }
      />
      <CardBody className="flex flex-col gap-4">
        {error ? (
          <FailureAlert
            title="The retention could not be read"
            error={error}
            onRetry={() => void refetch()}
          />
        ) : retention === undefined ? (
          <Skeleton className="h-12" />
        ) : (
          <>
            <DataList
              items={[
                {
                  label: "Delete archived studies",
                  value: describe(retention.archivedStudyDays),
                },
                {
                  label: "Delete prompts and raw answers",
                  value: describe(retention.promptDays),
                },
              ]}
            />
            {retention.archivedStudyDays === null && retention.promptDays === null ? null : (
              <p className="text-sm text-muted-foreground">
                <NextDeletions retention={retention} />
              </p>
            )}
          </>
        )}
      </CardBody>
      {changing && retention ? (
        <RetentionDialog retention={retention} onClose={() => setChanging(false)} />
      ) : null}
    </Card>
  );
}

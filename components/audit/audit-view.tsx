"use client";

import { Download } from "lucide-react";
import { FailureAlert } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import type { AuditPerson } from "@/lib/contracts/audit";
import { AuditFilters } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { isReversed, NO_FILTER, toAuditQuery } from "./filter";
import { useAuditEntries, useAuditFilter } from "./use-audit";

/** Who changed what in the project, and for administrators in the installation. */
export function AuditView({
  projectId,
  people,
}: {
  projectId: string;
  people: readonly AuditPerson[];
}) {
  const { filter, setFilter } = useAuditFilter();
  const query = useAuditEntries(filter);
  const { error, data, isPending, hasNextPage, isFetchingNextPage } = query;
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  const file = toAuditQuery(filter);
  // A link sends no header, and another tab may have opened another project.
  file.set("project", projectId);
  return (
    <>
      {error ? (
        <FailureAlert
          title="The audit log could not be loaded"
          error={error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      <Card className="overflow-hidden">
        <CardHeader
          title="Audit log"
          description="Changes by members of this project, the latest first."
          actions={
            isReversed(filter) ? undefined : (
              <Button asChild size="sm">
                <a href={`/api/audit/csv?${file.toString()}`} download>
                  <Download aria-hidden />
                  Download CSV
                </a>
              </Button>
            )
          }
        />
        <CardBody>
          <AuditFilters people={people} filter={filter} onChange={setFilter} />
        </CardBody>
        {isReversed(filter) ? (
          <EmptyState
            title="No days chosen"
            description="The last day is before the first. Change one of them."
          />
        ) : isPending ? (
          error ? null : (
            <TableSkeleton rows={12} label="Loading the audit log" />
          )
        ) : entries.length === 0 ? (
          <EmptyState
            title={isFiltered ? "No entries match" : "No entries yet"}
            description={
              isFiltered
                ? "Remove a filter to see more."
                : "What members change in this project is recorded here."
            }
            action={
              isFiltered ? (
                <Button onClick={() => setFilter(NO_FILTER)}>Clear filters</Button>
              ) : undefined
            }
          />
        ) : (
          <AuditTable entries={entries} />
        )}
      </Card>
      {hasNextPage ? (
        <div className="flex justify-center">
          <Button loading={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older entries
          </Button>
        </div>
      ) : null}
    </>
  );
}

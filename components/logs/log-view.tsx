"use client";

import { useCallback, useState } from "react";
import { FailureAlert } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { LogFilters } from "./log-filters";
import { LogTable } from "./log-table";
import { useLog, type LogFilter } from "./use-log";

/** The latest warnings and errors of all processes of the installation. */
export function LogView({ initial }: { initial: LogFilter }) {
  const [filter, setFilter] = useState(initial);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLog(filter);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const change = useCallback((next: LogFilter) => {
    setFilter(next);
    const query = new URLSearchParams(
      Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ).toString();
    // The address can be shared; nothing has to be loaded for it.
    window.history.replaceState(null, "", query === "" ? "/settings/log" : `?${query}`);
  }, []);
  return (
    <Card>
      <CardHeader
        title="Log"
        description={
          "Warnings and errors of the app and the workers, the latest 10,000. The output of each " +
          "process has everything."
        }
      />
      <CardBody>
        <LogFilters filter={filter} onChange={change} />
      </CardBody>
      {error ? (
        <CardBody>
          <FailureAlert
            title="The log could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        </CardBody>
      ) : null}
      {data === undefined && !error ? (
        <CardBody>
          <TableSkeleton rows={5} />
        </CardBody>
      ) : null}
      {data !== undefined && entries.length === 0 ? (
        <EmptyState
          title={isFiltered ? "No entry matches" : "No warnings and no errors"}
          description={
            isFiltered
              ? "Change or clear the filters to see others."
              : "What goes wrong in the app or a worker appears here within seconds."
          }
        />
      ) : null}
      {entries.length > 0 ? <LogTable entries={entries} /> : null}
      {hasNextPage ? (
        <CardBody>
          <Button
            variant="secondary"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show older entries
          </Button>
        </CardBody>
      ) : null}
    </Card>
  );
}

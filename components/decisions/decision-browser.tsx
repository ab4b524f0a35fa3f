"use client";

import { useCallback } from "react";
import { FailureAlert } from "@/components/api";
import { isLive, useRun } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatNumber } from "@/components/ui/format";
import { TableSkeleton } from "@/components/ui/skeleton";
import type { RunDetail } from "@/lib/contracts/runs";
import { DecisionFilters } from "./decision-filters";
import { DecisionSheet } from "./decision-sheet";
import { DecisionTable, TABLE_HEIGHT } from "./decision-table";
import { isFiltered } from "./filter";
import type { DecisionCount } from "./merge-rows";
import { useDecisionRows } from "./use-decision-rows";
import { useDecisionUrl } from "./use-decision-url";

const SKELETON_ROWS = 30;

/** All decisions of a run, to filter, read and review. */
export function DecisionBrowser({ run: initial }: { run: RunDetail }) {
  const { data: run = initial } = useRun(initial.id, initial);
  const { filter, setFilter, open, setOpen } = useDecisionUrl();
  const live = isLive(run.progress);
  const { query, rows, count } = useDecisionRows(run.id, filter, {
    version: run.progress.version,
    live,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const filtered = isFiltered(filter);
  const empty = filtered ? (
    <EmptyState
      title="No decisions match"
      description="Remove a filter to see more."
      action={
        <Button
          onClick={() =>
            setFilter({
              agent: undefined,
              round: undefined,
              phase: undefined,
              status: undefined,
              reviewed: undefined,
              nullValues: undefined,
            })
          }
        >
          Clear filters
        </Button>
      }
    />
  ) : (
    <EmptyState
      title={live ? "No decisions yet" : "No decisions in this run"}
      description={live ? "They appear here as agents answer." : undefined}
    />
  );
  return (
    <>
      <div className="flex flex-col gap-3">
        <DecisionFilters run={run} filter={filter} onChange={setFilter} />
        <p role="status" className="min-h-5 text-sm text-muted-foreground">
          {query.isPending
            ? "Loading…"
            : query.data &&
              [
                formatDecisionCount(count),
                ...(filtered ? [` of ${formatNumber(run.progress.decisions)}`] : []),
                ...(live ? [", run in progress"] : []),
              ].join("")}
        </p>
        {query.error ? (
          <FailureAlert
            title="The decisions could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {query.isPending ? (
          <Card className="overflow-hidden">
            <div style={{ height: TABLE_HEIGHT }}>
              <TableSkeleton rows={SKELETON_ROWS} label="Loading decisions" />
            </div>
          </Card>
        ) : query.data ? (
          <DecisionTable
            run={run}
            rows={rows}
            total={Math.max(count.total, rows.length)}
            open={open}
            onOpen={setOpen}
            onEndReached={loadMore}
            empty={empty}
          />
        ) : null}
      </div>
      <DecisionSheet
        run={run}
        rows={rows}
        openKey={open}
        hasMore={hasNextPage}
        onLoadMore={loadMore}
        onOpenKeyChange={setOpen}
      />
    </>
  );
}

const formatDecisionCount = ({ total, atLeast }: DecisionCount): string =>
  atLeast ? `More than ${formatCount(total, "decision")}` : formatCount(total, "decision");

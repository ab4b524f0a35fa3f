"use client";

import { useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { get, queryKeys } from "@/components/api";
import { decisionPage, type DecisionPage, type DecisionRow } from "@/lib/contracts/runs";
import type { DecisionFilter } from "./filter";
import { type DecisionCount, lastKey, lastSettledKey, mergeRows } from "./merge-rows";

const PAGE_SIZE = 100;
const REFRESH_MS = 3_000;

/** The version of a run; rows of that version may still change. */
export interface RunVersion {
  readonly version: number;
  readonly live: boolean;
}

function fetchPage({
  runId,
  filter,
  after,
  signal,
}: {
  runId: string;
  filter: DecisionFilter;
  after: string | undefined;
  signal?: AbortSignal;
}): Promise<DecisionPage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  for (const [key, value] of Object.entries(filter))
    if (value !== undefined) query.set(key, String(value));
  if (after !== undefined) query.set("after", after);
  return get(
    `/api/runs/${encodeURIComponent(runId)}/decisions?${query.toString()}`,
    decisionPage,
    signal,
  );
}

/** Loads the filtered decisions of a run page by page, with new ones while it is running. */
export function useDecisionRows(runId: string, filter: DecisionFilter, position: RunVersion) {
  const client = useQueryClient();
  const queryKey = useMemo(() => [...queryKeys.decisions(runId), filter], [runId, filter]);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage({ runId, filter, after: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) =>
      last.atLeast || countLoaded(pages) < last.total ? lastKey(pages) : undefined,
    // Pages are updated below, without loading all of them again.
    staleTime: Infinity,
  });

  // The version before which the rows were final at the last refresh.
  const settled = useRef(position.version);
  const refreshTail = useCallback(
    async (version: number) => {
      const known = client.getQueryData<InfiniteData<DecisionPage, string | undefined>>(queryKey);
      if (!known || client.isFetching({ queryKey }) > 0) return;
      const { rows, ...count } = await fetchTail({
        runId,
        filter,
        pages: known.pages,
        settledVersion: settled.current,
      });
      settled.current = version;
      client.setQueryData<InfiniteData<DecisionPage, string | undefined>>(
        queryKey,
        (data) => data && { ...data, pages: mergeRows(data.pages, rows, count) },
      );
    },
    [client, queryKey, runId, filter],
  );
  const { version, live } = position;
  useEffect(() => {
    // Also refreshes once after the run has ended, for its last rows. The next refresh retries
    // failures.
    const refresh = () => void refreshTail(version).catch(() => undefined);
    if (!live) {
      refresh();
      return;
    }
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refreshTail, live, version]);

  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const last = query.data?.pages.at(-1);
  return { query, rows, count: { total: last?.total ?? 0, atLeast: last?.atLeast ?? false } };
}

const countLoaded = (pages: readonly DecisionPage[]): number =>
  pages.reduce((sum, { rows }) => sum + rows.length, 0);

/** Fetches again all shown rows that may have changed, and up to one page beyond. */
async function fetchTail({
  runId,
  filter,
  pages,
  settledVersion,
}: {
  runId: string;
  filter: DecisionFilter;
  pages: readonly DecisionPage[];
  settledVersion: number;
}): Promise<DecisionCount & { rows: DecisionRow[] }> {
  let after = lastSettledKey(pages, settledVersion);
  const shownAfter = pages.reduce(
    (sum, page) => sum + page.rows.filter(({ version }) => version >= settledVersion).length,
    0,
  );
  const rows: DecisionRow[] = [];
  for (;;) {
    const page = await fetchPage({ runId, filter, after });
    rows.push(...page.rows);
    if (page.next === null || rows.length > shownAfter)
      return { rows, total: page.total, atLeast: page.atLeast };
    after = page.next;
  }
}

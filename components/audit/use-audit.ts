"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { get, queryKeys } from "@/components/api";
import { auditPage } from "@/lib/contracts/audit";
import {
  isReversed,
  readAuditFilter,
  toAuditQuery,
  writeAuditFilter,
  type AuditPageFilter,
} from "./filter";

const PAGE_SIZE = 100;

/** Keeps the filter in the page's URL, so that it can be shared. */
export function useAuditFilter() {
  const text = useSearchParams().toString();
  const filter = useMemo(() => readAuditFilter(new URLSearchParams(text)), [text]);
  // Read at the time of the change: two changes in a row must not undo each other.
  const setFilter = useCallback((change: AuditPageFilter) => {
    const query = writeAuditFilter(new URLSearchParams(window.location.search), change).toString();
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  }, []);
  return { filter, setFilter };
}

/** Loads the filtered entries page by page, the latest first. */
export function useAuditEntries(filter: AuditPageFilter) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.audit, filter],
    enabled: !isReversed(filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = toAuditQuery(filter);
      query.set("limit", String(PAGE_SIZE));
      if (pageParam !== null) query.set("before", pageParam);
      return get(`/api/audit?${query.toString()}`, auditPage, signal);
    },
    getNextPageParam: ({ next }) => next,
  });
}

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { get } from "@/components/api";
import { logPage, type LogQuery } from "@/lib/contracts/logs";

const PAGE_SIZE = 50;
const REFRESH_MS = 10_000;

/** Which entries are shown: undefined means all. */
export type LogFilter = { [Name in "level" | "program" | "text" | "run"]: LogQuery[Name] };

/** Loads the log page by page; the first page alone is renewed while nothing older is shown. */
export const useLog = (filter: LogFilter) =>
  useInfiniteQuery({
    queryKey: ["log", filter] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      for (const [name, value] of Object.entries({ ...filter, before: pageParam }))
        if (value !== undefined && value !== "") query.set(name, String(value));
      return get(`/api/log?${query.toString()}`, logPage, signal);
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (known) => known,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFRESH_MS : false),
    refetchIntervalInBackground: false,
  });

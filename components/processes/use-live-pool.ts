"use client";

import { useQuery } from "@tanstack/react-query";
import { get } from "@/components/api";
import { livePool } from "@/lib/contracts/live-pool";

const REFRESH_MS = 2_000;

/** Health and load of all endpoints, and the live processes. One poll for all who use it on a page, and none while the page is hidden. */
export const useLivePool = ({
  enabled = true,
  everyMs = REFRESH_MS,
}: { enabled?: boolean; everyMs?: number } = {}) =>
  useQuery({
    queryKey: ["models", "live"] as const,
    queryFn: ({ signal }) => get("/api/models/live", livePool, signal),
    enabled,
    staleTime: REFRESH_MS,
    refetchInterval: everyMs,
    refetchIntervalInBackground: false,
  });

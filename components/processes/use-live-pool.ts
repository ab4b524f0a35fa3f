"use client";

import { useQuery } from "@tanstack/react-query";
import { get } from "@/components/api";
import { livePool } from "@/lib/contracts/live-pool";

const REFRESH_MS = 2_000;

/**
 * Polls the health and load of all endpoints and the live processes: once for all users on a page,
 * and not while the page is hidden.
 */
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

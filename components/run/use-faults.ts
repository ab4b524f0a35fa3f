"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, queryKeys } from "@/components/api";
import { isLive, runApiPath } from "@/components/run-data";
import { decisionFaults, type DecisionFaults } from "@/lib/contracts/faults";
import type { RunDetail } from "@/lib/contracts/runs";

const REFRESH_MS = 5_000;
/** Without a fault so far: only values that are empty in prompts could be new. */
const SLOW_REFRESH_MS = 30_000;

/** Counts invalid and rejected answers, again at intervals while the run is live. */
export function useFaults({ id, progress }: RunDetail, initial?: DecisionFaults) {
  // Count again in each state: the last faults arrive with the end of the run.
  const [first] = useState(progress.status);
  return useQuery({
    queryKey: [...queryKeys.faults(id), progress.status],
    queryFn: ({ signal }) => get(`${runApiPath(id)}/faults`, decisionFaults, signal),
    refetchInterval: isLive(progress)
      ? progress.invalid + progress.rejected > 0
        ? REFRESH_MS
        : SLOW_REFRESH_MS
      : false,
    placeholderData: keepPreviousData,
    ...(initial && progress.status === first && { initialData: initial }),
  });
}

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, queryKeys } from "@/components/api";
import { isLive, runApiPath } from "@/components/run-data";
import { decisionFaults, type DecisionFaults } from "@/lib/contracts/faults";
import type { RunDetail } from "@/lib/contracts/runs";

const REFRESH_MS = 5_000;

/** How many decisions could not be used, and why; counted again now and then while the run goes on. */
export function useFaults({ id, progress }: RunDetail, initial: DecisionFaults) {
  // The last ones come with the end: each state is counted anew, and what the server knew belongs to the first.
  const [first] = useState(progress.status);
  return useQuery({
    queryKey: [...queryKeys.faults(id), progress.status],
    queryFn: ({ signal }) => get(`${runApiPath(id)}/faults`, decisionFaults, signal),
    refetchInterval:
      isLive(progress) && progress.invalid + progress.rejected > 0 ? REFRESH_MS : false,
    placeholderData: keepPreviousData,
    ...(progress.status === first && { initialData: initial }),
  });
}

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { decisionFaults, type DecisionFaults } from "@/lib/contracts/live";
import type { RunDetail } from "@/lib/contracts/runs";
import { isLive } from "./status";
import { runPath } from "./use-run";

const LOOK_MS = 5_000;

/** How many decisions could not be used, and why; counted again now and then while the run goes on. */
export const useFaults = ({ id, progress }: RunDetail, initial: DecisionFaults) =>
  useQuery({
    // Counted once more when the state changes: the last ones come with the end.
    queryKey: [...queryKeys.faults(id), progress.status],
    queryFn: ({ signal }) => get(`${runPath(id)}/faults`, decisionFaults, signal),
    initialData: initial,
    refetchInterval: isLive(progress) && progress.invalid + progress.rejected > 0 ? LOOK_MS : false,
    placeholderData: keepPreviousData,
  });

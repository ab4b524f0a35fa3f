"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { isLive, runApiPath } from "@/components/run-data";
import { networkPicture } from "@/lib/contracts/network";
import type { RunDetail } from "@/lib/contracts/runs";
import type { NetworkViewState } from "./network-view-state";

/**
 * Loads the network as it was in a round. The current state is loaded again when a round or the run
 * ends.
 */
export function useNetwork(
  run: RunDetail,
  { network, focus, hops, sample }: NetworkViewState,
  round: number | null,
) {
  const query = new URLSearchParams({
    ...(network !== null && { network }),
    ...(round !== null && { round: String(round) }),
    ...(focus !== null ? { focus, hops: String(hops) } : { sample: String(sample) }),
  }).toString();
  const asOf =
    round === null || round >= run.progress.round
      ? `${run.progress.round} ${String(isLive(run.progress))}`
      : "past";
  return useQuery({
    queryKey: [...queryKeys.network(run.id, query), asOf],
    queryFn: ({ signal }) => get(`${runApiPath(run.id)}/network?${query}`, networkPicture, signal),
    // A finished round never changes.
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

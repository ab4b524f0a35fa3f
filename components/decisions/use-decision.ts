"use client";

import { useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { decisionDetail, type DecisionDetail } from "@/lib/contracts/reviews";
import { readPlace } from "./filter";

/** The API's address of one decision. */
export function decisionPath(runId: string, place: string): string {
  const { version, seq } = readPlace(place) ?? { version: 0, seq: 0 };
  return `/api/runs/${encodeURIComponent(runId)}/decisions/${String(version)}/${String(seq)}`;
}

const isUncommitted = (decision: DecisionDetail, version: number): boolean => decision.version >= version;
const REFRESH_MS = 3_000;

/** One decision; asked again while its phase is not committed, because it may still be rejected. */
export const useDecision = (runId: string, place: string | null, runVersion: number, live: boolean) =>
  useQuery({
    queryKey: queryKeys.decision(runId, place ?? ""),
    queryFn: ({ signal }) => get(decisionPath(runId, place ?? ""), decisionDetail, signal),
    enabled: place !== null,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (live && state.data && isUncommitted(state.data, runVersion) ? REFRESH_MS : false),
  });

"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, queryKeys } from "@/components/api";
import { answerForm, decisionDetail, type DecisionDetail } from "@/lib/contracts/reviews";
import type { RunDetail } from "@/lib/contracts/runs";
import { readPlace } from "./filter";

/** The API's address of one decision. */
export function decisionPath(runId: string, place: string): string {
  const { version, seq } = readPlace(place) ?? { version: 0, seq: 0 };
  return `/api/runs/${encodeURIComponent(runId)}/decisions/${String(version)}/${String(seq)}`;
}

const isUncommitted = (decision: DecisionDetail, version: number): boolean =>
  decision.version >= version;
const REFRESH_MS = 3_000;
const FRESH_MS = 60_000;
/** Who stays at a decision for so long reads it; who leafs over decisions does not. */
const READING_MS = 600;

const decisionQuery = (runId: string, place: string) => ({
  queryKey: queryKeys.decision(runId, place),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(decisionPath(runId, place), decisionDetail, signal),
  staleTime: FRESH_MS,
});

/** Reads a decision ahead, so that going on to it does not wait. */
export function useDecisionAhead(runId: string, place: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (place !== undefined) void client.prefetchQuery(decisionQuery(runId, place));
  }, [client, runId, place]);
}

/** One decision; asked again while its phase is not committed, because it may still be rejected. */
export const useDecision = (
  runId: string,
  place: string | null,
  runVersion: number,
  live: boolean,
) =>
  useQuery({
    ...decisionQuery(runId, place ?? ""),
    enabled: place !== null,
    refetchInterval: ({ state }) =>
      live && state.data && isUncommitted(state.data, runVersion) ? REFRESH_MS : false,
  });

function useIsReading(place: string | null): boolean {
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRead(place), READING_MS);
    return () => clearTimeout(timer);
  }, [place]);
  return place !== null && read === place;
}

/**
 * The form for another answer to a decision, for who may write one. It comes later than the decision: the server looks into
 * the world of that moment, which is dear to load.
 */
export function useAnswerForm(
  { id, mayRun, mayReview }: RunDetail,
  place: string | null,
  decision: DecisionDetail | undefined,
) {
  const reading = useIsReading(place);
  return useQuery({
    queryKey: queryKeys.answerForm(id, place ?? ""),
    queryFn: ({ signal }) => get(`${decisionPath(id, place ?? "")}/form`, answerForm, signal),
    staleTime: Infinity,
    enabled: reading && (mayRun || mayReview) && decision?.rewritable === true,
    retry: false,
  });
}

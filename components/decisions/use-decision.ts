"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, queryKeys } from "@/components/api";
import { answerForm, decisionDetail, type DecisionDetail } from "@/lib/contracts/reviews";
import type { RunDetail } from "@/lib/contracts/runs";
import { parseDecisionKey } from "./filter";

/** The API's address of one decision. */
export function decisionPath(runId: string, key: string): string {
  const { version, seq } = parseDecisionKey(key) ?? { version: 0, seq: 0 };
  return `/api/runs/${encodeURIComponent(runId)}/decisions/${String(version)}/${String(seq)}`;
}

const isUncommitted = (decision: DecisionDetail, version: number): boolean =>
  decision.version >= version;
const REFRESH_MS = 3_000;
const STALE_MS = 60_000;
/** Time on one decision after which its reader is not just paging through. */
const MIN_READING_MS = 600;

const decisionQuery = (runId: string, key: string) => ({
  queryKey: queryKeys.decision(runId, key),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get(decisionPath(runId, key), decisionDetail, signal),
  staleTime: STALE_MS,
});

/** Prefetches a decision, so that moving on to it is immediate. */
export function usePrefetchDecision(runId: string, key: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (key !== undefined) void client.prefetchQuery(decisionQuery(runId, key));
  }, [client, runId, key]);
}

/** Loads a decision, again and again until its phase is committed: it may still be rejected. */
export const useDecision = ({
  runId,
  key,
  runVersion,
  live,
}: {
  runId: string;
  key: string | null;
  runVersion: number;
  live: boolean;
}) =>
  useQuery({
    ...decisionQuery(runId, key ?? ""),
    enabled: key !== null,
    refetchInterval: ({ state }) =>
      live && state.data && isUncommitted(state.data, runVersion) ? REFRESH_MS : false,
  });

function useHasLingered(key: string | null): boolean {
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRead(key), MIN_READING_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return key !== null && read === key;
}

/**
 * The form for another answer to a decision, for those who may write one. It is requested only
 * after the reader has stayed a moment: the server loads the world of that step, which is
 * expensive.
 */
export function useAnswerForm(
  { id, mayRun, mayReview }: RunDetail,
  key: string | null,
  decision: DecisionDetail | undefined,
) {
  const reading = useHasLingered(key);
  return useQuery({
    queryKey: queryKeys.answerForm(id, key ?? ""),
    queryFn: ({ signal }) => get(`${decisionPath(id, key ?? "")}/form`, answerForm, signal),
    staleTime: Infinity,
    enabled: reading && (mayRun || mayReview) && decision?.rewritable === true,
    retry: false,
  });
}

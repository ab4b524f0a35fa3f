"use client";

import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { queryKeys, request } from "@/components/api";
import { review as reviewContract, type DecisionDetail, type Review } from "@/lib/contracts/reviews";
import type { DecisionPage } from "@/lib/contracts/runs";
import { placeOf } from "./filter";
import { hasUnsaved, useReviews, verdictOf, type Saver, type SaveState, type Verdict } from "./review-store";
import { decisionPath } from "./use-decision";

export interface ReviewHandle {
  readonly verdict: Verdict;
  readonly state: SaveState;
  readonly message: string | null;
  edit: (change: Partial<Verdict>, atOnce: boolean) => void;
  retry: () => void;
}

/** The verdict on one decision, saved while it is made. What is not saved yet survives going to another decision. */
export function useReview(runId: string, place: string | null, decision: DecisionDetail | undefined): ReviewHandle {
  const client = useQueryClient();
  const key = `${runId}/${place ?? ""}`;
  const entry = useReviews((state) => state.entries[key]);

  const save = useCallback<Saver>(
    async (body) => {
      const saved = await request("PUT", `${decisionPath(runId, place ?? "")}/review`, reviewContract, { body, keepalive: true });
      client.setQueryData<DecisionDetail>(queryKeys.decision(runId, place ?? ""), (known) => known && { ...known, ...marks(saved), review: saved });
      client.setQueriesData<InfiniteData<DecisionPage>>({ queryKey: queryKeys.decisions(runId) }, (data) => data && { ...data, pages: data.pages.map((page) => withMarks(page, place ?? "", saved)) });
      return saved;
    },
    [client, runId, place],
  );

  useEffect(
    () => () => {
      // Going elsewhere saves what waits.
      if (useReviews.getState().entries[key]?.state === "waiting") void useReviews.getState().flush(key, save);
    },
    [key, save],
  );
  useWarningBeforeLeaving();

  return useMemo(() => {
    const saved = verdictOf(decision?.review ?? null);
    return {
      verdict: entry?.verdict ?? saved,
      state: entry?.state ?? "clean",
      message: entry?.message ?? null,
      edit: (change, atOnce) => useReviews.getState().edit(key, { saved, fields: decision?.fields ?? [] }, change, save, atOnce),
      retry: () => void useReviews.getState().flush(key, save),
    };
  }, [entry, decision, key, save]);
}

const marks = ({ score, rewrite }: Review) => ({ score, hasRewrite: rewrite !== null });

const withMarks = (page: DecisionPage, place: string, saved: Review): DecisionPage => ({ ...page, rows: page.rows.map((row) => (placeOf(row) === place ? { ...row, ...marks(saved) } : row)) });

function useWarningBeforeLeaving(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsaved(useReviews.getState().entries)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}

"use client";

import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { failureMessage, queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import {
  review as reviewContract,
  type AnswerField,
  type AnswerForm,
  type DecisionDetail,
  type Review,
} from "@/lib/contracts/reviews";
import type { DecisionPage } from "@/lib/contracts/runs";
import { placeOf } from "./filter";
import {
  hasUnsaved,
  shownVerdict,
  useReviews,
  verdictOf,
  type Saver,
  type SaveState,
  type Verdict,
} from "./review-store";
import { decisionPath } from "./use-decision";
import { openPlace } from "./use-place";

export interface ReviewHandle {
  readonly verdict: Verdict;
  readonly state: SaveState;
  readonly message: string | null;
  edit: (change: Partial<Verdict>, atOnce: boolean) => void;
  retry: () => void;
}

/** Saves what is set for a decision of the run; it needs the decision's address, nothing else of it. */
function useSaverOf(runId: string): (place: string) => Saver {
  const client = useQueryClient();
  return useCallback(
    (place) => async (body) => {
      const saved = await request("PUT", `${decisionPath(runId, place)}/review`, reviewContract, {
        body,
        keepalive: true,
      }).catch((error: unknown) => {
        // Its panel says so while it is open; else nobody would learn of it.
        if (openPlace() !== place)
          toast.error("A review was not saved", {
            description: `Decision ${place}: ${failureMessage(error)} Open it to try again.`,
          });
        throw error;
      });
      client.setQueryData<DecisionDetail>(
        queryKeys.decision(runId, place),
        (known) => known && { ...known, ...marks(saved), review: saved },
      );
      client.setQueriesData<InfiniteData<DecisionPage>>(
        { queryKey: queryKeys.decisions(runId) },
        (data) =>
          data && { ...data, pages: data.pages.map((page) => withMarks(page, place, saved)) },
      );
      return saved;
    },
    [client, runId],
  );
}

const startOf = (decision: DecisionDetail, fields: readonly AnswerField[] | undefined) => ({
  saved: verdictOf(decision.review),
  fields,
});

/** Scores the decision at a place, also before it has been read. */
export function useScore(runId: string): (place: string, score: number) => void {
  const client = useQueryClient();
  const saverOf = useSaverOf(runId);
  return useCallback(
    (place, score) => {
      const decision = client.getQueryData<DecisionDetail>(queryKeys.decision(runId, place));
      // One that asked for nothing more than choosing has nothing to be scored.
      if (decision?.rewritable === false) return;
      const form = client.getQueryData<AnswerForm>(queryKeys.answerForm(runId, place));
      useReviews
        .getState()
        .edit(
          `${runId}/${place}`,
          decision ? startOf(decision, form?.fields) : null,
          { score },
          saverOf(place),
          true,
        );
    },
    [client, runId, saverOf],
  );
}

/** The verdict on one decision, saved while it is made. What is not saved yet survives going to another decision. */
export function useReview(
  runId: string,
  place: string | null,
  decision: DecisionDetail | undefined,
  fields: readonly AnswerField[] | undefined,
): ReviewHandle {
  const key = `${runId}/${place ?? ""}`;
  const entry = useReviews((state) => state.entries[key]);
  const saverOf = useSaverOf(runId);
  const save = useMemo(() => saverOf(place ?? ""), [saverOf, place]);

  useEffect(() => {
    if (decision) useReviews.getState().arrive(key, startOf(decision, fields));
  }, [key, decision, fields]);
  useEffect(
    () => () => {
      // Going elsewhere saves what waits.
      if (useReviews.getState().entries[key]?.state === "waiting")
        void useReviews.getState().flush(key, save);
    },
    [key, save],
  );
  useWarningBeforeLeaving();

  return useMemo(
    () => ({
      verdict: shownVerdict(entry, verdictOf(decision?.review ?? null)),
      state: entry?.state ?? "clean",
      message: entry?.message ?? null,
      edit: (change, atOnce) =>
        useReviews
          .getState()
          .edit(key, decision ? startOf(decision, fields) : null, change, save, atOnce),
      retry: () => void useReviews.getState().flush(key, save),
    }),
    [entry, decision, fields, key, save],
  );
}

const marks = ({ score, rewrite }: Review) => ({ score, hasRewrite: rewrite !== null });

const withMarks = (page: DecisionPage, place: string, saved: Review): DecisionPage => ({
  ...page,
  rows: page.rows.map((row) => (placeOf(row) === place ? { ...row, ...marks(saved) } : row)),
});

function useWarningBeforeLeaving(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsaved(useReviews.getState().entries)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}

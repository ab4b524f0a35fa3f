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
import { decisionKey } from "./filter";
import {
  hasUnsaved,
  currentVerdict,
  useReviews,
  toVerdict,
  type SaveFunction,
  type SaveState,
  type Verdict,
} from "./review-store";
import { decisionPath } from "./use-decision";
import { openDecisionKey } from "./use-decision-url";

export interface ReviewHandle {
  readonly verdict: Verdict;
  readonly state: SaveState;
  readonly message: string | null;
  edit: (change: Partial<Verdict>, atOnce: boolean) => void;
  retry: () => void;
}

/** Returns a factory of save functions by the key of a decision. */
function useSaveFunctions(runId: string): (key: string) => SaveFunction {
  const client = useQueryClient();
  return useCallback(
    (key) => async (body) => {
      const saved = await request("PUT", `${decisionPath(runId, key)}/review`, reviewContract, {
        body,
        keepalive: true,
      }).catch((error: unknown) => {
        // The panel shows the failure while it is open; otherwise a toast does.
        if (openDecisionKey() !== key)
          toast.error("A review was not saved", {
            description: `Decision ${key}: ${failureMessage(error)} Open it to try again.`,
          });
        throw error;
      });
      client.setQueryData<DecisionDetail>(
        queryKeys.decision(runId, key),
        (known) => known && { ...known, ...rowFields(saved), review: saved },
      );
      client.setQueriesData<InfiniteData<DecisionPage>>(
        { queryKey: queryKeys.decisions(runId) },
        (data) =>
          data && { ...data, pages: data.pages.map((page) => withReview(page, key, saved)) },
      );
      return saved;
    },
    [client, runId],
  );
}

const toLoadedReview = (decision: DecisionDetail, fields: readonly AnswerField[] | undefined) => ({
  saved: toVerdict(decision.review),
  fields,
});

/** Scores a decision by its key, even before it has been read. */
export function useScore(runId: string): (key: string, score: number) => void {
  const client = useQueryClient();
  const saveFunctionOf = useSaveFunctions(runId);
  return useCallback(
    (key, score) => {
      const decision = client.getQueryData<DecisionDetail>(queryKeys.decision(runId, key));
      // A decision without inputs cannot be scored.
      if (decision?.rewritable === false) return;
      const form = client.getQueryData<AnswerForm>(queryKeys.answerForm(runId, key));
      useReviews
        .getState()
        .edit(
          `${runId}/${key}`,
          decision ? toLoadedReview(decision, form?.fields) : null,
          { score },
          saveFunctionOf(key),
          true,
        );
    },
    [client, runId, saveFunctionOf],
  );
}

/** The review of one decision, saved automatically; unsaved edits survive a change of decision. */
export function useReview({
  runId,
  openKey,
  decision,
  fields,
}: {
  runId: string;
  openKey: string | null;
  decision: DecisionDetail | undefined;
  fields: readonly AnswerField[] | undefined;
}): ReviewHandle {
  const entryKey = `${runId}/${openKey ?? ""}`;
  const entry = useReviews((state) => state.entries[entryKey]);
  const saveFunctionOf = useSaveFunctions(runId);
  const save = useMemo(() => saveFunctionOf(openKey ?? ""), [saveFunctionOf, openKey]);

  useEffect(() => {
    if (decision) useReviews.getState().load(entryKey, toLoadedReview(decision, fields));
  }, [entryKey, decision, fields]);
  useEffect(
    () => () => {
      // Leaving the decision saves waiting changes.
      if (useReviews.getState().entries[entryKey]?.state === "waiting")
        void useReviews.getState().flush(entryKey, save);
    },
    [entryKey, save],
  );
  useWarningBeforeLeaving();

  return useMemo(
    () => ({
      verdict: currentVerdict(entry, toVerdict(decision?.review ?? null)),
      state: entry?.state ?? "clean",
      message: entry?.message ?? null,
      edit: (change, atOnce) =>
        useReviews
          .getState()
          .edit(entryKey, decision ? toLoadedReview(decision, fields) : null, change, save, atOnce),
      retry: () => void useReviews.getState().flush(entryKey, save),
    }),
    [entry, decision, fields, entryKey, save],
  );
}

const rowFields = ({ score, rewrite }: Review) => ({ score, hasRewrite: rewrite !== null });

const withReview = (page: DecisionPage, key: string, saved: Review): DecisionPage => ({
  ...page,
  rows: page.rows.map((row) => (decisionKey(row) === key ? { ...row, ...rowFields(saved) } : row)),
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

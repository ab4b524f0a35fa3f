"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { FailureAlert } from "@/components/api";
import { AgentLabel, isLive } from "@/components/run-data";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { DecisionDetail } from "@/lib/contracts/reviews";
import type { DecisionRow, RunDetail } from "@/lib/contracts/runs";
import { DecisionReader } from "./decision-reader";
import { decisionKey } from "./filter";
import { readPanelKey } from "./panel-keys";
import { SaveStatus } from "./save-status";
import { useAnswerForm, useDecision, usePrefetchDecision } from "./use-decision";
import { openDecisionKey } from "./use-decision-url";
import { useReview, useScore } from "./use-review";

export interface DecisionSheetProps {
  run: RunDetail;
  /** The loaded rows, in the order of previous and next. */
  rows: readonly DecisionRow[];
  openKey: string | null;
  hasMore: boolean;
  onLoadMore: () => void;
  onOpenKeyChange: (openKey: string | null) => void;
}

/** A side panel to read and review one decision; keys move to the next and previous one. */
export function DecisionSheet({
  run,
  rows,
  openKey,
  hasMore,
  onLoadMore,
  onOpenKeyChange: onPlace,
}: DecisionSheetProps) {
  const {
    data: decision,
    error,
    refetch,
  } = useDecision({
    runId: run.id,
    key: openKey,
    runVersion: run.progress.version,
    live: isLive(run.progress),
  });
  const shown = decision && decisionKey(decision) === openKey ? decision : undefined;
  const form = useAnswerForm(run, openKey, shown);
  const fields = form.data?.fields;
  const review = useReview({ runId: run.id, openKey, decision: shown, fields });

  const index = rows.findIndex((row) => decisionKey(row) === openKey);
  const previous = index > 0 ? rows[index - 1] : undefined;
  const next = index >= 0 ? rows[index + 1] : undefined;
  usePrefetchDecision(run.id, next && decisionKey(next));
  const last = index >= 0 && index === rows.length - 1;
  useEffect(() => {
    if (last && hasMore) onLoadMore();
  }, [last, hasMore, onLoadMore]);

  // Keeps the open row visible and returns the focus to it when the panel closes.
  const lastIndex = useRef(index);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (openKey !== null) wasOpen.current = true;
    if (index >= 0) {
      lastIndex.current = index;
      rowElement(index)?.scrollIntoView({ block: "nearest" });
    } else if (openKey === null && wasOpen.current) {
      const frame = requestAnimationFrame(() =>
        (rowElement(lastIndex.current) ?? focusableRow())?.focus({ preventScroll: true }),
      );
      wasOpen.current = false;
      return () => cancelAnimationFrame(frame);
    }
    return undefined;
  }, [index, openKey]);

  // Reading starts at the top of the panel, not at its first button.
  const body = useRef<HTMLDivElement>(null);
  const isOpen = openKey !== null;
  useEffect(() => {
    if (!isOpen) return;
    const frame = requestAnimationFrame(() => body.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, [isOpen]);

  const score = useScore(run.id);
  const mayScore = run.mayReview;
  useEffect(() => {
    if (openKey === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const command = readPanelKey(event);
      // Read from the URL: keys may be pressed faster than decisions render.
      const current = openDecisionKey();
      if (command === undefined || current === null) return;
      const position = rows.findIndex((row) => decisionKey(row) === current);
      const target =
        position < 0
          ? undefined
          : command === "next"
            ? rows[position + 1]
            : command === "previous"
              ? rows[position - 1]
              : undefined;
      if (target) onPlace(decisionKey(target));
      else if (typeof command === "number" && mayScore) score(current, command);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });

  return (
    <Sheet
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) onPlace(null);
      }}
      modal={false}
      title={shown ? <AgentLabel id={shown.agent} name={shown.names[shown.agent]} /> : "Decision"}
      description={shown ? describePosition(run, shown) : "Loading"}
      actions={
        // Not `disabled`: that would drop the focus, and with it the keys, at the ends of the list.
        <>
          <IconButton
            size="sm"
            label="Previous decision"
            shortcut="K"
            aria-disabled={!previous}
            onClick={() => previous && onPlace(decisionKey(previous))}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label="Next decision"
            shortcut="J"
            aria-disabled={!next}
            onClick={() => next && onPlace(decisionKey(next))}
          >
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      }
    >
      <div ref={body} tabIndex={-1} className="outline-none">
        {index < 0 && openKey !== null && rows.length > 0 ? (
          <p className="pb-4 text-sm text-muted-foreground">
            This decision is not among the loaded rows, so previous and next are unavailable. Filter
            by its round or scroll down the table.
          </p>
        ) : null}
        {shown || review.state === "clean" ? null : (
          <p className="flex items-center justify-between pb-4">
            <span>Score {review.verdict.score ?? "cleared"}</span>
            <SaveStatus state={review.state} />
          </p>
        )}
        {shown ? (
          <DecisionReader
            key={decisionKey(shown)}
            run={run}
            decision={shown}
            fields={form.error ? null : fields}
            formError={form.error}
            review={review}
          />
        ) : error ? (
          <FailureAlert
            title="This decision could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        ) : (
          <ReaderSkeleton />
        )}
      </div>
    </Sheet>
  );
}

const rowElement = (index: number): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[role=grid] [data-row="${String(index)}"]`);

/** The row that Tab reaches, for a decision opened by its address and not among the rows. */
const focusableRow = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[role=grid] [data-row][tabindex="0"]');

function describePosition(
  run: RunDetail,
  { round, phase, agentType, action, kind }: DecisionDetail,
): string {
  const phaseLabel = run.phases.find(({ id }) => id === phase)?.label ?? phase;
  const actionLabel =
    action === null
      ? undefined
      : (run.actions.find((known) => known.name === action && known.kind === kind)?.label ??
        action);
  return [
    agentType,
    `round ${String(round)}`,
    phaseLabel,
    ...(actionLabel === undefined || actionLabel === phaseLabel ? [] : [actionLabel]),
  ].join(" · ");
}

function ReaderSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the decision</span>
      <Skeleton className="h-5 w-24" />
      <Skeleton className="h-20" />
      <Skeleton className="h-32" />
      <Skeleton className="h-64" />
    </div>
  );
}

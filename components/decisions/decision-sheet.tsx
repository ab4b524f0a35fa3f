"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { FailureAlert } from "@/components/api";
import { isLive } from "@/components/run-data";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { DecisionDetail } from "@/lib/contracts/reviews";
import type { DecisionRow, RunDetail } from "@/lib/contracts/runs";
import { DecisionReader } from "./decision-reader";
import { placeOf } from "./filter";
import { readKey } from "./keys";
import { SaveMark } from "./save-mark";
import { useAnswerForm, useDecision, useDecisionAhead } from "./use-decision";
import { openPlace } from "./use-place";
import { useReview, useScore } from "./use-review";

export interface DecisionSheetProps {
  run: RunDetail;
  /** The rows at hand, in the order in which they are walked. */
  rows: readonly DecisionRow[];
  place: string | null;
  hasMore: boolean;
  onLoadMore: () => void;
  onPlace: (place: string | null) => void;
}

/** One decision beside the table, to be read and reviewed; the keyboard walks to the next one. */
export function DecisionSheet({
  run,
  rows,
  place,
  hasMore,
  onLoadMore,
  onPlace,
}: DecisionSheetProps) {
  const {
    data: decision,
    error,
    refetch,
  } = useDecision(run.id, place, run.progress.version, isLive(run.progress));
  const shown = decision && placeOf(decision) === place ? decision : undefined;
  const form = useAnswerForm(run, place, shown);
  const fields = form.data?.fields;
  const review = useReview(run.id, place, shown, fields);

  const index = rows.findIndex((row) => placeOf(row) === place);
  const previous = index > 0 ? rows[index - 1] : undefined;
  const next = index >= 0 ? rows[index + 1] : undefined;
  useDecisionAhead(run.id, next && placeOf(next));
  const last = index >= 0 && index === rows.length - 1;
  useEffect(() => {
    if (last && hasMore) onLoadMore();
  }, [last, hasMore, onLoadMore]);

  // The table follows: the open row stays in sight, and has the focus again when the panel is closed.
  const lastIndex = useRef(index);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (place !== null) wasOpen.current = true;
    if (index >= 0) {
      lastIndex.current = index;
      rowElement(index)?.scrollIntoView({ block: "nearest" });
    } else if (place === null && wasOpen.current) {
      const frame = requestAnimationFrame(() =>
        (rowElement(lastIndex.current) ?? tableStop())?.focus({ preventScroll: true }),
      );
      wasOpen.current = false;
      return () => cancelAnimationFrame(frame);
    }
    return undefined;
  }, [index, place]);

  // Reading starts at the top of the panel, not at its first button.
  const body = useRef<HTMLDivElement>(null);
  const isOpen = place !== null;
  useEffect(() => {
    if (!isOpen) return;
    const frame = requestAnimationFrame(() => body.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, [isOpen]);

  const score = useScore(run.id);
  const mayScore = run.mayReview;
  useEffect(() => {
    if (place === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = readKey(event);
      // The decision that is open now, which may not be rendered yet: keys come faster than pages.
      const at = openPlace();
      if (key === undefined || at === null) return;
      const now = rows.findIndex((row) => placeOf(row) === at);
      const target =
        now < 0
          ? undefined
          : key === "next"
            ? rows[now + 1]
            : key === "previous"
              ? rows[now - 1]
              : undefined;
      if (target) onPlace(placeOf(target));
      else if (typeof key === "number" && mayScore) score(at, key);
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
      title={shown ? shown.agent : "Decision"}
      description={shown ? placeText(run, shown) : "Loading"}
      actions={
        <>
          <IconButton
            size="sm"
            label="Previous decision"
            shortcut="K"
            disabled={!previous}
            onClick={() => previous && onPlace(placeOf(previous))}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label="Next decision"
            shortcut="J"
            disabled={!next}
            onClick={() => next && onPlace(placeOf(next))}
          >
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      }
    >
      <div ref={body} tabIndex={-1} className="outline-none">
        {index < 0 && place !== null && rows.length > 0 ? (
          <p className="pb-4 text-sm text-muted-foreground">
            This decision is not among the rows loaded in the table, so there is no previous or next
            one. Filter by its round, or scroll the table down to it.
          </p>
        ) : null}
        {shown || review.state === "clean" ? null : (
          <p className="flex items-center justify-between pb-4">
            <span>Score {review.verdict.score ?? "cleared"}</span>
            <SaveMark state={review.state} />
          </p>
        )}
        {shown ? (
          <DecisionReader
            key={placeOf(shown)}
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

/** The row that Tab reaches: for a decision that was opened by its address and is not among the rows. */
const tableStop = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[role=grid] [data-row][tabindex="0"]');

function placeText(
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

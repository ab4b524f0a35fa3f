import type { StoredCalls } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { MeasureSeries } from "@/lib/contracts/runs";
import type { FieldColumn, WorldRows } from "../files/ports";
import type { StoredPoll } from "../polls/ports";
import type { RunRecord } from "../runs/ports";

/** A reviewed decision with the verdict that counts. */
export type ReviewedDecision = StoredCalls & {
  readonly round: number;
  readonly phase: string;
  readonly agent: string;
  readonly action: string | null;
  readonly offered: number;
  readonly values: Record<string, Value> | null;
  readonly score: number | null;
  readonly rewrite: Record<string, Value> | null;
};

/**
 * Streams files from the database in constant memory. Escapes texts that a spreadsheet would run as
 * formulas.
 */
export interface ExportStore {
  decisions(run: RunRecord, answers: readonly FieldColumn[]): AsyncIterable<Uint8Array>;
  /** Streams each row as it was at the end of each round up to `lastRound` in which it existed. */
  world(run: RunRecord, rows: WorldRows, lastRound: number): AsyncIterable<Uint8Array>;
  measures(
    run: RunRecord,
    infos: readonly Pick<MeasureSeries, "name" | "label" | "unit">[],
  ): AsyncIterable<Uint8Array>;
  /** Streams a row per committed step: its decisions by outcome, and its digest. */
  steps(run: RunRecord): AsyncIterable<Uint8Array>;
  /** Streams a row per answer to a poll. */
  poll(
    run: RunRecord,
    poll: Pick<StoredPoll, "id" | "label" | "round" | "agentType">,
    answers: readonly FieldColumn[],
  ): AsyncIterable<Uint8Array>;
  /**
   * Streams the latest verdict of each reviewed decision, preferring those with a rewritten answer.
   */
  reviewed(run: RunRecord): AsyncIterable<ReviewedDecision>;
}

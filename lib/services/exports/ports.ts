import type { StoredCalls } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { MeasureSeries } from "@/lib/contracts/runs";
import type { FieldColumn, WorldRows } from "../files/ports";
import type { StoredPoll } from "../polls/ports";
import type { RunRecord } from "../runs/ports";

/** A reviewed decision, with the verdict that counts. */
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
 * Streams files out of the database, in flat memory. Texts that a spreadsheet would run as formulas
 * are defused.
 */
export interface ExportStore {
  decisions(run: RunRecord, answers: readonly FieldColumn[]): AsyncIterable<Uint8Array>;
  /** Each row as it stood at the end of each round up to `lastRound` in which it existed. */
  world(run: RunRecord, rows: WorldRows, lastRound: number): AsyncIterable<Uint8Array>;
  measures(
    run: RunRecord,
    infos: readonly Pick<MeasureSeries, "name" | "label" | "unit">[],
  ): AsyncIterable<Uint8Array>;
  /** A row per committed step: its decisions, counted by what became of them, and its digest. */
  steps(run: RunRecord): AsyncIterable<Uint8Array>;
  /** A row per answer to a poll. */
  poll(
    run: RunRecord,
    poll: Pick<StoredPoll, "id" | "label" | "round" | "agentType">,
    answers: readonly FieldColumn[],
  ): AsyncIterable<Uint8Array>;
  /** Latest verdict of each reviewed decision, one with a rewritten answer first. */
  reviewed(run: RunRecord): AsyncIterable<ReviewedDecision>;
}

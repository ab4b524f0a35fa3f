import { BatchWriter } from "../concurrency/batch-writer";
import { abortAfterGrace, mapConcurrently } from "../concurrency/map-concurrently";
import type { Usage } from "../budget/spending";
import { type CallingRun, openRunCalls, type RunCallPorts, type RunCalls } from "./run-calls";

/** Many questions to models, of which each gives at most one result to store. */
export type AskBatch<Item, Result extends Usage> = {
  /** Its study pays, its models answer; `record` says whether recorded answers may stand in. */
  readonly run: CallingRun;
  /** Stops the batch: what has not begun is left, calls in flight get `graceMs`. */
  readonly stop: AbortSignal;
  readonly graceMs?: number;
  /** The items to ask, without those that have their result already. */
  prepare(calls: RunCalls, signal: AbortSignal): Promise<readonly Item[]>;
  /** Asks for one item; undefined when its result is no longer wanted. */
  ask(item: Item, calls: RunCalls, signal: AbortSignal): Promise<Result | undefined>;
  /**
   * Stores results once each: those already there are skipped, so that work done twice counts once.
   * @returns whether more results are wanted
   */
  store(results: readonly Result[]): Promise<boolean>;
};

/**
 * The one executor of model calls: decisions, polls and interviews go through it. Resolves who
 * answers, keeps to the budget, asks as many at once as the endpoints take, stores results in
 * batches as they come, and gives back what is left of the budget once everything is stored.
 * The first failure stops the rest; results that came before it are stored.
 * @throws what `prepare`, `ask`, `store` or a call threw first; nothing when `stop` aborts
 */
export async function askMany<Item, Result extends Usage>(
  ports: RunCallPorts,
  { run, stop, graceMs, prepare, ask, store }: AskBatch<Item, Result>,
): Promise<void> {
  const ended = new AbortController();
  const stopped = AbortSignal.any([stop, ended.signal]);
  const inFlight = abortAfterGrace(stopped, graceMs);
  let calls: RunCalls | undefined;
  const writer = new BatchWriter<Result>(async (results) => {
    const moreWanted = await store(results);
    calls?.markRecorded(results);
    if (!moreWanted) ended.abort();
  });
  try {
    const opened = await openRunCalls(ports, run, inFlight.signal);
    calls = opened;
    const items = await prepare(opened, inFlight.signal);
    await mapConcurrently(items, opened.concurrency, stopped, async (item) => {
      try {
        const result = await ask(item, opened, inFlight.signal);
        if (result) await writer.add(result);
      } catch (error) {
        // The grace of the others begins now: an endpoint that hangs would keep them for minutes.
        ended.abort();
        throw error;
      }
    });
  } finally {
    inFlight.stop();
    // Before anybody hears of a failure: who looks then finds all that was answered.
    await writer.close().finally(() => calls?.close());
  }
}

import { BatchWriter } from "../concurrency/batch-writer";
import { abortAfterGrace, mapConcurrently } from "../concurrency/map-concurrently";
import type { Usage } from "../budget/spending";
import { type CallingRun, openRunCalls, type RunCallPorts, type RunCalls } from "./run-calls";

/** A batch of questions to models; each gives at most one result to store. */
export type AskBatch<Item, Result extends Usage> = {
  /** Determines budget and models; `record` says whether recorded answers may be reused. */
  readonly run: CallingRun;
  /** Stops the batch: no further item begins, and calls in flight get a few seconds. */
  readonly stop: AbortSignal;
  /** Returns the items to ask, without those that have a result already. */
  prepare(calls: RunCalls, signal: AbortSignal): Promise<readonly Item[]>;
  /** Asks one item; undefined when its result is no longer wanted. */
  ask(item: Item, calls: RunCalls, signal: AbortSignal): Promise<Result | undefined>;
  /**
   * Stores results once each: skips those already stored, so that repeated work counts once.
   * @returns whether more results are wanted
   */
  store(results: readonly Result[]): Promise<boolean>;
};

/**
 * Executes model calls: decisions, polls and interviews all go through it. Resolves the models,
 * keeps to the budget, asks as many at once as the endpoints take, stores results in batches as
 * they come, and releases the rest of the budget once everything is stored. The first failure stops
 * the rest; earlier results are stored.
 * @throws the first error of `prepare`, `ask`, `store` or a call; nothing when `stop` aborts
 */
export async function askMany<Item, Result extends Usage>(
  ports: RunCallPorts,
  { run, stop, prepare, ask, store }: AskBatch<Item, Result>,
): Promise<void> {
  const ended = new AbortController();
  const stopped = AbortSignal.any([stop, ended.signal]);
  const inFlight = abortAfterGrace(stopped);
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
        // The grace period of the others begins now: an endpoint that hangs would keep them for
        // minutes.
        ended.abort();
        throw error;
      }
    });
  } finally {
    inFlight.stop();
    // Store before the failure is reported, so that all answers are visible then.
    await writer.close().finally(() => calls?.close());
  }
}

import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runRecord } from "./fixtures/run-record";
import type { RunRecord } from "./ports";
import { RunFeeds } from "./run-feeds";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The end of many listeners at once. */
function manyStop(): AbortController {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  return stop;
}

/** Feeds of a run whose version a test sets, with the number of readings of run and measures. */
function openFeeds() {
  const counts = { runs: 0, measures: 0, subscriptions: 0 };
  const state: { run: RunRecord | null } = { run: runRecord({ status: "running", version: 1 }) };
  let change = (): void => undefined;
  const feeds = new RunFeeds({
    runs: {
      get: () => {
        counts.runs += 1;
        return Promise.resolve(state.run);
      },
    },
    // No measures are declared: only how often they are read counts.
    scenarios: { get: () => Promise.resolve({ scenario: { measures: {} } }) } as never,
    measures: {
      points: () => {
        counts.measures += 1;
        return Promise.resolve([]);
      },
    },
    changes: {
      subscribe: (_, onChange) => {
        counts.subscriptions += 1;
        change = onChange;
        return () => void (counts.subscriptions -= 1);
      },
    },
    clock: { now: () => new Date(0) },
  });
  return { feeds, counts, state, change: () => change() };
}

it("reads a run once for all its listeners, who get the same events", async () => {
  const { feeds, counts, state, change } = openFeeds();
  const stop = manyStop();
  const listeners = Array.from({ length: 100 }, () => feeds.listen("r", stop.signal));
  const first = await Promise.all(listeners.map((listener) => listener.next()));
  expect(new Set(first.map(({ value }) => value as object)).size).toBe(1);
  expect(first[0]?.value).toHaveProperty("measures");
  expect(counts).toEqual({ runs: 1, measures: 1, subscriptions: 1 });

  const second = Promise.all(listeners.map((listener) => listener.next()));
  state.run = runRecord({ status: "running", version: 1, stepDone: 3 });
  change();
  await vi.advanceTimersByTimeAsync(400);
  for (const { value } of await second) expect(value).not.toHaveProperty("measures");
  expect(counts).toEqual({ runs: 2, measures: 1, subscriptions: 1 });

  stop.abort();
  await Promise.all(listeners.map((listener) => listener.next()));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(counts).toEqual({ runs: 2, measures: 1, subscriptions: 0 });
});

it("gives a slow listener the newest event, with the measures that it missed", async () => {
  const { feeds, state, change } = openFeeds();
  const stop = new AbortController();
  const slow = feeds.listen("r", stop.signal);
  await slow.next();
  for (const version of [2, 3]) {
    state.run = runRecord({ status: "running", version });
    change();
    await vi.advanceTimersByTimeAsync(3_000);
  }
  const { value } = await slow.next();
  expect(value).toHaveProperty("measures");
  stop.abort();
  expect(await slow.next()).toEqual({ done: true, value: undefined });
});

it("ends for all when the run is gone, and begins again for the next listener", async () => {
  const { feeds, state, counts } = openFeeds();
  const stop = new AbortController();
  const listener = feeds.listen("r", stop.signal);
  await listener.next();
  const run = state.run;
  state.run = null;
  const last = listener.next();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await last).toEqual({ done: true, value: undefined });
  state.run = run;
  const next = feeds.listen("r", stop.signal);
  expect((await next.next()).value).toHaveProperty("measures");
  expect(counts.subscriptions).toBe(1);
  stop.abort();
});

it("gives the listeners of a run fewer events, the more they are", async () => {
  const { feeds, counts, change } = openFeeds();
  const stop = manyStop();
  const listeners = Array.from({ length: 1_000 }, () => feeds.listen("r", stop.signal));
  await Promise.all(listeners.map((listener) => listener.next()));
  change();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(counts.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(counts.runs).toBe(2);
  stop.abort();
});

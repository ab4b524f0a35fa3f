import { expect, test } from "vitest";
import { NO_NULL_VALUES } from "@/lib/contracts/null-values";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import { EstimateCache } from "./estimate-cache";

const AMOUNTS = {
  calls: 1,
  promptTokens: 1,
  completionTokens: 1,
  embeddingTokens: 0,
  cost: null,
  seconds: null,
};

const estimateOf = (runs: number): StudyEstimate => ({
  ...AMOUNTS,
  low: AMOUNTS,
  high: AMOUNTS,
  runs,
  groups: [],
  phases: [],
  basis: {
    rounds: 1,
    played: 1,
    rough: false,
    plays: 1,
    share: 1,
    prompts: 1,
    nullValues: NO_NULL_VALUES,
    answers: "limits",
    recorded: 0,
    calibrated: false,
    retries: 0,
    reused: 0,
    assumedLatency: null,
    concurrency: 1,
  },
});

/** Returns a cache with a clock of its own; each estimate it makes has one run more. */
function countingCache() {
  let now = 1;
  let made = 0;
  const cache = new EstimateCache({ now: () => now });
  return {
    cache,
    advance: (ms: number) => void (now += ms),
    get: async (key: string) =>
      (await cache.getOrCreate(key, () => Promise.resolve(estimateOf((made += 1))))).runs,
  };
}

test("an estimate is reused for a minute, and shown at any age", async () => {
  const { cache, get, advance } = countingCache();
  expect(await get("a")).toBe(1);
  advance(59_000);
  expect(await get("a")).toBe(1);
  advance(2_000);
  expect(cache.peek("a")?.runs).toBe(1);
  expect(await get("a")).toBe(2);
  expect(cache.peek("a")?.runs).toBe(2);
});

test("an old estimate is still shown after one that failed", async () => {
  const { cache, get, advance } = countingCache();
  await get("a");
  advance(61_000);
  await expect(cache.getOrCreate("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(cache.peek("a")?.runs).toBe(1);
});

test("equal requests share one estimate, and others do not wait for it", async () => {
  const { cache } = countingCache();
  const events: string[] = [];
  const make = (key: string) =>
    cache.getOrCreate(key, async () => {
      events.push(`${key} begins`);
      await Promise.resolve();
      events.push(`${key} ends`);
      return estimateOf(1);
    });
  await Promise.all([make("a"), make("b"), make("a")]);
  expect(events).toEqual(["a begins", "b begins", "a ends", "b ends"]);
});

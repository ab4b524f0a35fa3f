import { expect, test } from "vitest";
import { type AgedReport, summarizeEndpoint } from "./summarize-endpoint";
import { sampleReport } from "./testing";

const ENDPOINT = { id: "e", name: "Lab GPU", model: "tiny", enabled: true, timeoutMs: 60_000 };
const by = (known: Partial<AgedReport>): AgedReport => ({
  silentMs: 0,
  ...sampleReport(known),
  ...(known.silentMs !== undefined && { silentMs: known.silentMs }),
});

test("sums counts and rates over processes, and reports the longest latency", () => {
  const live = summarizeEndpoint(ENDPOINT, [
    by({
      active: 3,
      limit: 8,
      waiting: 1,
      callsPerSecond: 2,
      tokensInPerSecond: 200,
      tokensOutPerSecond: 20,
      ok: 30,
      failed: { timeout: 10 },
      latencyP50Ms: 400,
      latencyP95Ms: 4_000,
    }),
    by({
      active: 5,
      limit: 6,
      callsPerSecond: 1,
      tokensInPerSecond: 100,
      tokensOutPerSecond: 10,
      ok: 55,
      failed: { timeout: 2, serverError: 3 },
      latencyP50Ms: 500,
      latencyP95Ms: null,
    }),
  ]);
  expect(live).toEqual({
    endpointId: "e",
    name: "Lab GPU",
    model: "tiny",
    health: "answers",
    reason: null,
    retryInSeconds: null,
    active: 8,
    limit: 14,
    waiting: 1,
    callsPerSecond: 3,
    tokensInPerSecond: 300,
    tokensOutPerSecond: 30,
    ended: 100,
    failed: { timeout: 12, serverError: 3 },
    errorRate: 0.15,
    latencyP50Ms: 500,
    latencyP95Ms: 4_000,
  });
});

test("reports failing, with reason and remaining time, if one process has an open circuit", () => {
  const live = summarizeEndpoint(ENDPOINT, [
    by({ circuit: "halfOpen" }),
    by({
      circuit: "open",
      circuitReason: "Nobody listens there.",
      retryInMs: 12_000,
      silentMs: 1_500,
    }),
    by({}),
  ]);
  expect(live).toMatchObject({
    health: "failing",
    reason: "Nobody listens there.",
    retryInSeconds: 10.5,
  });
  expect(
    summarizeEndpoint(ENDPOINT, [by({ circuit: "open", retryInMs: 1_000, silentMs: 1_500 })])
      .retryInSeconds,
  ).toBe(0);
});

test.each<[string, string, Partial<AgedReport>[]]>([
  ["untried", "nobody has called it", []],
  ["untried", "its first call is under way", [{ tried: false, answered: false, active: 1, ok: 0 }]],
  ["answers", "one process has not called it yet", [{}, { tried: false, answered: false, ok: 0 }]],
  ["answers", "it was used a while ago", [{ ok: 0 }]],
  ["failing", "it never answered", [{ answered: false, ok: 0 }]],
  ["failing", "half of its calls fail", [{ ok: 10, failed: { rateLimited: 10 } }]],
  ["answers", "a few of its calls fail", [{ ok: 10, failed: { rateLimited: 3 } }]],
  ["slow", "answers take half of the time-out", [{ latencyP95Ms: 30_000 }]],
])("%s: %s", (health, _, reports) => {
  expect(summarizeEndpoint(ENDPOINT, reports.map(by)).health).toBe(health);
});

test("reports a disabled endpoint as off, whatever its counts", () => {
  expect(
    summarizeEndpoint({ ...ENDPOINT, enabled: false }, [
      by({ circuit: "open", circuitReason: "x" }),
    ]).health,
  ).toBe("off");
});

import { describe, expect, it } from "vitest";
import { assumedPace, measurePace, estimateSeconds } from "./pace";

const steps = (count: number, seconds: number, decisions: number) =>
  Array.from({ length: count }, () => ({ seconds, decisions }));
const each = (...calls: readonly number[]) => calls.map((one) => ({ calls: one, times: 1 }));
const one = { runs: 1, reused: 0 };

describe("the pace of a model", () => {
  it("is unknown before its first call", () =>
    expect(measurePace({ calls: 0, latencyMs: 0, steps: [] }, 10)).toBeNull());

  it("follows slow endpoints: latency divided by concurrency, plus the tail", () => {
    // 200 calls of 2 s with 10 at a time take 40 s.
    const pace = measurePace({ calls: 100, latencyMs: 2_000, steps: steps(5, 21, 100) }, 10)!;
    expect(estimateSeconds(pace, each(200), one)).toBeCloseTo(41, 5);
    expect(estimateSeconds(pace, each(200), { runs: 2, reused: 0 })).toBeCloseTo(81, 5);
    expect(estimateSeconds(pace, each(5), one)).toBeCloseTo(2, 5);
  });

  it("is the program's own with fast endpoints", () => {
    const pace = measurePace({ calls: 100, latencyMs: 10, steps: steps(5, 1.005, 500) }, 1_000)!;
    expect(estimateSeconds(pace, each(500, 0, 500), one)).toBeCloseTo(2.01, 5);
  });

  it("excludes pauses", () => {
    const pace = measurePace(
      { calls: 100, latencyMs: 100, steps: [...steps(3, 0.3, 10), ...steps(4, 7_200, 10)] },
      10,
    )!;
    expect(estimateSeconds(pace, each(10), one)).toBeLessThan(1);
  });

  it("excludes recorded answers", () => {
    const pace = assumedPace({ answerTokens: 100, concurrency: 10, isDemo: false });
    expect(estimateSeconds(pace, each(1_000), one)).toBeGreaterThan(200);
    expect(estimateSeconds(pace, each(1_000), { runs: 1, reused: 1 })).toBeLessThan(2);
  });
});

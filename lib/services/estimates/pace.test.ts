import { describe, expect, it } from "vitest";
import { paceOf, secondsFor } from "./pace";

const steps = (count: number, seconds: number, decisions: number) => Array.from({ length: count }, () => ({ seconds, decisions }));

describe("the pace of a model", () => {
  it("is not known before its first call", () => expect(paceOf({ calls: 0, latencyMs: 0, steps: [] }, 10)).toBeNull());

  it("is that of the endpoints where these are slow: latency over places", () => {
    // 200 calls of 2 s at 10 places take 40 s.
    const pace = paceOf({ calls: 100, latencyMs: 2_000, steps: steps(5, 22, 100) }, 10)!;
    expect(secondsFor(pace, [200], 1)).toBeCloseTo(42, 5);
    expect(secondsFor(pace, [200], 2)).toBeCloseTo(82, 5);
  });

  it("is the program's own where endpoints are quick", () => {
    const pace = paceOf({ calls: 100, latencyMs: 10, steps: steps(5, 1.01, 500) }, 1_000)!;
    expect(secondsFor(pace, [500, 0, 500], 1)).toBeCloseTo(2.02, 5);
  });

  it("takes no pause for work", () => {
    const pace = paceOf({ calls: 100, latencyMs: 100, steps: [...steps(3, 0.3, 10), ...steps(4, 7_200, 10)] }, 10)!;
    expect(secondsFor(pace, [10], 1)).toBeLessThan(1);
  });
});

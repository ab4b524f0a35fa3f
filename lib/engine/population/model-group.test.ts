import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawModelGroup, modelGroupOf } from "./model-group";

const agents = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Voter-${index + 1}`);
const share = (groups: readonly string[], group: string): number =>
  groups.filter((one) => one === group).length / groups.length;

const weights = fc.dictionary(
  fc.constantFrom("small", "large", "judge", "local"),
  fc.double({ min: 0.05, max: 50, noNaN: true }),
  { minKeys: 1 },
);
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe("the model group of an agent", () => {
  it("follows the weights", () => {
    fc.assert(
      fc.property(weights, seeds, (model, seed) => {
        const drawn = agents(2_000).map((agent) => drawModelGroup(model, seed, agent));
        const total = Object.values(model).reduce((sum, weight) => sum + weight, 0);
        for (const [group, weight] of Object.entries(model)) {
          const expected = weight / total;
          // Five standard errors of a share among 2,000.
          expect(Math.abs(share(drawn, group) - expected)).toBeLessThan(
            5 * Math.sqrt((expected * (1 - expected)) / 2_000) + 1e-9,
          );
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it("depends only on the seed and the agent, not on the order or scale of the weights", () => {
    fc.assert(
      fc.property(
        weights,
        seeds,
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 1_024 }),
        (model, seed, ordinal, power) => {
          const scale = 2 ** (power % 10);
          const reversed = Object.fromEntries(
            Object.entries(model)
              .reverse()
              .map(([group, weight]) => [group, weight * scale]),
          );
          expect(drawModelGroup(reversed, seed, `Voter-${ordinal}`)).toBe(
            drawModelGroup(model, seed, `Voter-${ordinal}`),
          );
        },
      ),
    );
    const by = (seed: number) =>
      agents(50).map((agent) => drawModelGroup({ small: 1, large: 1 }, seed, agent));
    expect(by(1)).toEqual(by(1));
    expect(by(1)).not.toEqual(by(2));
  });

  it("changes only for agents that join a group with a higher weight", () => {
    const before = agents(1_000).map((agent) =>
      drawModelGroup({ small: 0.7, large: 0.3 }, 4, agent),
    );
    const more = agents(1_000).map((agent) => drawModelGroup({ small: 0.7, large: 0.6 }, 4, agent));
    const third = agents(1_000).map((agent) =>
      drawModelGroup({ small: 0.7, judge: 0.5, large: 0.3 }, 4, agent),
    );
    expect(new Set(more.filter((group, index) => group !== before[index]))).toEqual(
      new Set(["large"]),
    );
    expect(new Set(third.filter((group, index) => group !== before[index]))).toEqual(
      new Set(["judge"]),
    );
  });

  it("is the named group at any weight, and the default group for rows that are not agents", () => {
    expect(drawModelGroup("small", 1, "Voter-1")).toBe("small");
    expect(drawModelGroup({ small: Number.MIN_VALUE }, 1, "Voter-1")).toBe("small");
    const scenario = { agents: { Voter: { model: { large: 1 } } } } as unknown as Parameters<
      typeof modelGroupOf
    >[0];
    expect([
      modelGroupOf(scenario, 1, "Voter", "Voter-1"),
      modelGroupOf(scenario, 1, "world", "world-1"),
      modelGroupOf(scenario, 1, "toString", "x"),
    ]).toEqual(["large", "default", "default"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadLabels } from "./spread-labels";

describe("spreadLabels", () => {
  it("keeps labels that do not overlap in place", () =>
    expect(spreadLabels([50, 10], 16, 0, 100)).toEqual([50, 10]));
  it("moves two that touch apart by the same amount", () =>
    expect(spreadLabels([40, 44], 16, 0, 100)).toEqual([34, 50]));
  it("keeps the block inside the plot", () =>
    expect(spreadLabels([98, 100], 16, 0, 100)).toEqual([84, 100]));

  it("never overlaps, never leaves the plot when there is room, and keeps the order", () => {
    const wishes = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 10 });
    fc.assert(
      fc.property(wishes, (wanted) => {
        const places = spreadLabels(wanted, 16, 0, 200);
        const order = wanted
          .map((_, index) => index)
          .sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        const sorted = order.map((index) => places[index]!);
        for (const [index, place] of sorted.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(200 + 1e-9);
          if (index > 0) expect(place - sorted[index - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
        }
      }),
    );
  });
});

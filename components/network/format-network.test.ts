import { describe, expect, it } from "vitest";
import { MAX_COUNTED_DEGREE } from "@/lib/contracts/network";
import { describeExtent } from "./format-network";

const nodes = (...degrees: readonly number[]) =>
  degrees.map((degree, index) => ({ id: `A-${index + 1}`, degree }));

describe("describeExtent", () => {
  it("states that all ties are shown if the ties of every agent were read", () => {
    expect(
      describeExtent(
        { shown: "sample", nodes: nodes(3, MAX_COUNTED_DEGREE), agents: 5_000, names: {} },
        null,
        2,
      ),
    ).toMatch(/^2 of 5,000 agents: .* All ties among them are shown\.$/);
    expect(
      describeExtent({ shown: "all", nodes: nodes(1, 1), agents: 2, names: {} }, null, 2),
    ).toBe("All 2 agents.");
  });

  it("warns of missing ties and of ties that were not followed", () => {
    const hubs = nodes(MAX_COUNTED_DEGREE, MAX_COUNTED_DEGREE + 3);
    for (const shown of ["all", "sample", "surroundings"] as const)
      expect(describeExtent({ shown, nodes: hubs, agents: 2, names: {} }, "A-1", 2)).toContain(
        "except that some ties between agents with 500 ties or more may be missing",
      );
    expect(
      describeExtent(
        { shown: "surroundings", nodes: nodes(MAX_COUNTED_DEGREE, 1), agents: 2_000, names: {} },
        "A-1",
        1,
      ),
    ).toContain("only some ties were followed");
  });
});

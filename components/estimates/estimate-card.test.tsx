import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeProgress } from "@/components/testing/fixtures/runs";
import type { EstimateAndActual, EstimateAmounts } from "@/lib/contracts/estimates";
import { EstimateCard, RunEstimateCard } from "./estimate-card";

const amounts = (change: Partial<EstimateAmounts> = {}): EstimateAmounts => ({
  calls: 100,
  promptTokens: 20_000,
  completionTokens: 4_000,
  embeddingTokens: 0,
  cost: 0.4,
  seconds: 60,
  ...change,
});

const COMPARISON: EstimateAndActual = {
  estimate: amounts(),
  low: amounts({ calls: 80, cost: 0.2 }),
  high: amounts({ calls: 120, cost: 0.6 }),
  actual: amounts({ calls: 110, cost: 0.9 }),
  over: true,
};

const cells = (name: RegExp) =>
  within(screen.getByRole("row", { name }))
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);

test("compares the estimate with actual use", async () => {
  renderInApp(<EstimateCard use={COMPARISON} />);
  expect(cells(/Model calls/)).toEqual([
    "Model calls",
    "100",
    "80 to 120",
    "110",
    expect.stringMatching(/9\.1/),
    "within range",
  ]);
  expect(cells(/Cost/).at(-1)).toBe("above range");
  expect(screen.queryByText("Embedding tokens")).toBeNull();
  await expectAccessible();
});

test("an active run shows the use of its progress, of the same moment as the page", async () => {
  const requests = serveJson({
    "GET /api/runs/run-1/estimate": {
      ...COMPARISON,
      over: false,
      actual: amounts({ calls: 1, cost: null }),
    },
  });
  const progress = makeProgress({ decisions: 55, reused: 5, embeddingTokens: 10, cost: 0 });
  const { rerender } = renderInApp(<RunEstimateCard runId="run-1" progress={progress} live />);
  expect(await screen.findByRole("columnheader", { name: "So far" })).toBeDefined();
  expect(screen.queryByRole("columnheader", { name: "Result" })).toBeNull();
  expect(cells(/Model calls/).slice(-2)).toEqual(["50", "50%"]);
  expect(cells(/Cost/).at(-2)).toBe("–");
  expect(screen.getByText("Embedding tokens")).toBeDefined();
  // Progress arrives by itself: the estimate is not asked for again.
  rerender(<RunEstimateCard runId="run-1" progress={{ ...progress, decisions: 65 }} live />);
  expect(cells(/Model calls/).slice(-2)).toEqual(["60", "60%"]);
  expect(requests).toHaveLength(1);
});

test("at the end of a run its use is counted once more", async () => {
  let calls = 50;
  serveJson({
    "GET /api/runs/run-1/estimate": () => ({
      ...COMPARISON,
      actual: amounts({ calls }),
      over: calls > 50,
    }),
  });
  const progress = makeProgress({ decisions: 50, reused: 0 });
  const { rerender } = renderInApp(<RunEstimateCard runId="run-1" progress={progress} live />);
  await screen.findByRole("columnheader", { name: "So far" });
  calls = 57;
  rerender(<RunEstimateCard runId="run-1" progress={progress} live={false} />);
  expect(await screen.findByRole("columnheader", { name: "Actual" })).toBeDefined();
  // Calls that were retried are no decisions.
  expect(cells(/Model calls/)).toContain("57");
});

test("renders nothing without an estimate, or when it cannot be loaded", async () => {
  const requests = serveJson({
    "GET /api/runs/run-1/estimate": { ...COMPARISON, estimate: null, low: null, high: null },
    "GET /api/runs/run-2/estimate": refusal(503, "unavailable", "Busy"),
  });
  const progress = makeProgress({ status: "completed" });
  renderInApp(
    <>
      <RunEstimateCard runId="run-1" progress={progress} live={false} />
      <RunEstimateCard runId="run-2" progress={progress} live={false} />
    </>,
  );
  await expect.poll(() => requests.length).toBe(2);
  expect(screen.queryByRole("table")).toBeNull();
});

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import type { EstimateAndActual, EstimateAmounts } from "@/lib/contracts/estimates";
import { EstimateCard } from "./estimate-card";

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
  serveJson({ "GET /api/studies/study-1/estimate": COMPARISON });
  renderInApp(<EstimateCard subject={{ study: "study-1" }} live={false} />);
  await screen.findByRole("table", { name: "Estimate and actual use" });
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

test("shows the share so far while the run goes on", async () => {
  serveJson({
    "GET /api/runs/run-1/estimate": {
      ...COMPARISON,
      over: false,
      actual: amounts({ calls: 50, embeddingTokens: 10 }),
    },
  });
  renderInApp(<EstimateCard subject={{ run: "run-1" }} live />);
  expect(await screen.findByRole("columnheader", { name: "So far" })).toBeDefined();
  expect(screen.queryByRole("columnheader", { name: "Result" })).toBeNull();
  expect(cells(/Model calls/).at(-1)).toMatch(/^50/);
  expect(screen.getByText("Embedding tokens")).toBeDefined();
});

test("renders nothing without an estimate, or when it cannot be loaded", async () => {
  const requests = serveJson({
    "GET /api/runs/run-1/estimate": { ...COMPARISON, estimate: null, low: null, high: null },
    "GET /api/runs/run-2/estimate": refusal(503, "unavailable", "Busy"),
  });
  renderInApp(
    <>
      <EstimateCard subject={{ run: "run-1" }} live={false} />
      <EstimateCard subject={{ run: "run-2" }} live={false} />
    </>,
  );
  await expect.poll(() => requests.length).toBe(2);
  expect(screen.queryByRole("table")).toBeNull();
});

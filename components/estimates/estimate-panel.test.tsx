import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { NO_NULL_VALUES } from "@/lib/contracts/null-values";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartStudy } from "@/lib/contracts/runs";
import { EstimatePanel } from "./estimate-panel";

const AMOUNTS = {
  calls: 120,
  promptTokens: 24_000,
  completionTokens: 6_000,
  embeddingTokens: 0,
  cost: 0.4,
  seconds: 90,
};

const ESTIMATE: StudyEstimate = {
  ...AMOUNTS,
  low: { ...AMOUNTS, calls: 100, cost: 0.1 },
  high: { ...AMOUNTS, calls: 140, cost: 0.9 },
  runs: 1,
  groups: [],
  phases: [
    {
      phase: "speak",
      label: "Speak",
      group: "default",
      calls: 120,
      promptTokens: 24_000,
      completionTokens: 6_000,
    },
  ],
  basis: {
    rounds: 3,
    played: 3,
    rough: false,
    plays: 2,
    share: 1,
    prompts: 12,
    nullValues: NO_NULL_VALUES,
    answers: "limits",
    recorded: 0,
    calibrated: false,
    retries: 0,
    reused: 0,
    assumedLatency: 0.5,
    concurrency: 8,
  },
};

const study = (name: string): StartStudy => ({
  template: "opinion-dynamics",
  name,
  parameters: {},
});

const toggle = () => screen.getByRole("button", { name: "Estimate" });
const line = () => within(screen.getByRole("region", { name: "Estimate" })).getByRole("status");

const figure = (label: string) => {
  const panel = within(screen.getByRole("region", { name: "Estimate" }));
  return panel.getByText(label, { selector: "dt" }).parentElement?.textContent;
};

test("one line unfolds to the amounts with their ranges, and how they were estimated", async () => {
  serveJson({ "POST /api/estimates": ESTIMATE });
  const { user } = renderInApp(<EstimatePanel study={study("A")} />);
  expect(await screen.findByText("120 calls · US$0.40 · 1 min 30 s")).toBeDefined();
  expect(screen.queryByText("Input tokens")).toBeNull();
  await expectAccessible();
  await user.click(toggle());
  expect(toggle().getAttribute("aria-expanded")).toBe("true");
  expect(figure("Model calls")).toBe("Model calls120100 to 140");
  expect(figure("Cost")).toBe("CostUS$0.10 to US$0.90about US$0.40");
  const details = within(screen.getByRole("region", { name: "Details of the estimate" }));
  expect(details.getByText(/All 3 rounds were simulated 2 times/)).toBeDefined();
  expect(details.getByRole("row", { name: /Speak/ })).toBeDefined();
  await expectAccessible();
  await user.click(toggle());
  expect(screen.queryByText("Input tokens")).toBeNull();
});

test("a change of name is not estimated again, a change of parameters is", async () => {
  const requests = serveJson({ "POST /api/estimates": ESTIMATE });
  const { rerender } = renderInApp(<EstimatePanel study={study("A")} />);
  await screen.findByText(/120 calls/);
  rerender(<EstimatePanel study={study("B")} />);
  expect(screen.queryByText("Estimating")).toBeNull();
  rerender(<EstimatePanel study={{ ...study("B"), rounds: 9 }} />);
  expect(screen.getByText("Estimating")).toBeDefined();
  await waitFor(() => expect(screen.queryByText("Estimating")).toBeNull());
  expect(requests.map(({ body }) => body)).toEqual([
    { template: "opinion-dynamics", parameters: {} },
    { template: "opinion-dynamics", parameters: {}, rounds: 9 },
  ]);
});

test("an invalid form is not estimated", async () => {
  const requests = serveJson({});
  const { user } = renderInApp(<EstimatePanel study={null} />);
  expect(line().textContent).toBe("Updates when all fields are valid");
  await user.click(toggle());
  expect(figure("Cost")).toBe("Cost–");
  expect(requests).toEqual([]);
  await expectAccessible();
});

test("a failed estimate is reported", async () => {
  serveJson({ "POST /api/estimates": refusal(503, "unavailable", "Busy") });
  renderInApp(<EstimatePanel study={study("A")} />);
  expect(await screen.findByText("The estimate failed")).toBeDefined();
});

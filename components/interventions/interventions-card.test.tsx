import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { LiveIntervention } from "@/lib/contracts/interventions";
import { InterventionsCard } from "./interventions-card";

const intervention = (change: Partial<LiveIntervention>): LiveIntervention => ({
  id: "intervention-1",
  number: 1,
  label: "Strike",
  effects: [{ set: "world.price", to: "2" }],
  status: "applied",
  version: 4,
  round: 2,
  problem: null,
  createdBy: "Ada",
  createdAt: "2026-01-01T10:00:00Z",
  appliedAt: "2026-01-01T10:00:05Z",
  ...change,
});

test("lists each intervention with its effects, its state and its author", async () => {
  const listed = [
    intervention({}),
    intervention({ id: "intervention-2", number: 2, status: "failed", problem: "No such table" }),
  ];
  serveJson({ "GET /api/runs/run-1/interventions": listed });
  const { user } = renderInApp(<InterventionsCard run={makeRun()} initial={listed} />);
  const first = within(screen.getByRole("row", { name: /Applied/ }));
  const second = within(screen.getByRole("row", { name: /Failed/ }));
  expect(first.getByText("Applied")).toBeDefined();
  expect(first.getByText("at round 2")).toBeDefined();
  expect(second.getByText("No such table")).toBeDefined();
  await user.click(first.getByText("Strike"));
  expect(first.getByText(/world\.price/)).toBeDefined();
  await expectAccessible();
});

test("a paused run says when pending interventions are applied", () => {
  const listed = [intervention({ status: "pending", round: null, appliedAt: null })];
  serveJson({ "GET /api/runs/run-1/interventions": listed });
  renderInApp(<InterventionsCard run={makeRun({ status: "paused" })} initial={listed} />);
  expect(screen.getByText(/Pending interventions are applied when it resumes/)).toBeDefined();
});

test("a run without interventions shows no card", () => {
  serveJson({ "GET /api/runs/run-1/interventions": [] });
  const { container } = renderInApp(<InterventionsCard run={makeRun()} initial={[]} />);
  expect(container.textContent).toBe("");
});

test("a failed load says so", async () => {
  serveJson({ "GET /api/runs/run-1/interventions": refusal(503, "unavailable", "Busy") });
  renderInApp(<InterventionsCard run={makeRun()} initial={[]} />);
  expect(await screen.findByText("The interventions could not be loaded")).toBeDefined();
});

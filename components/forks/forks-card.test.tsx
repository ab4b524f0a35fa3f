import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { Forks } from "@/lib/contracts/forks";
import { ForkOrigin } from "./fork-origin";
import { ForksCard } from "./forks-card";

const NONE: Forks = { origin: null, forks: [], from: null, continueAt: null, rounds: 3 };
const FORK = {
  runId: "run-2",
  round: 2,
  change: "From round 2: “Strike”",
  status: "completed",
  createdAt: "2026-01-01T10:00:00Z",
} as const;

test("lists the forks with links to their pages", async () => {
  const forks = { ...NONE, forks: [FORK] };
  serveJson({ "GET /api/runs/run-1/fork": forks });
  renderInApp(<ForksCard run={makeRun()} initial={forks} />);
  const link = screen.getByRole("link", { name: "From round 2: “Strike”" });
  expect(link.getAttribute("href")).toBe("/runs/run-2");
  expect(screen.getByRole("cell", { name: "Completed" })).toBeDefined();
  await expectAccessible();
});

test("a run without forks shows no card", () => {
  serveJson({ "GET /api/runs/run-1/fork": NONE });
  const { container } = renderInApp(<ForksCard run={makeRun()} initial={NONE} />);
  expect(container.textContent).toBe("");
});

test("a fork names the run it comes from, and what was changed", async () => {
  serveJson({ "GET /api/runs/run-1/fork": { ...NONE, origin: { ...FORK, runId: "run-0" } } });
  renderInApp(<ForkOrigin run={makeRun()} />);
  const link = await screen.findByRole("link", { name: "another run" });
  expect(link.getAttribute("href")).toBe("/runs/run-0");
  expect(screen.getByText(/“Strike”/)).toBeDefined();
});

test("a failed load says so", async () => {
  serveJson({ "GET /api/runs/run-1/fork": refusal(503, "unavailable", "Busy") });
  renderInApp(<ForkOrigin run={makeRun()} />);
  renderInApp(<ForksCard run={makeRun()} initial={NONE} />);
  expect(await screen.findByText("The forks could not be loaded")).toBeDefined();
});

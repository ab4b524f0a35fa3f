import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp, serveJson } from "@/components/testing";
import type { HealthReport } from "@/lib/contracts/health";
import { HealthView } from "./health-view";

const REPORT: HealthReport = {
  checkedAt: "2026-12-01T12:00:00.000Z",
  checks: [
    { subject: "database", state: "ok", finding: "PostgreSQL 18.4", advice: null },
    {
      subject: "workers",
      state: "attention",
      finding: "No worker is running",
      advice: "Start one.",
    },
    { subject: "version", state: "ok", finding: "Microcosm 0.1.0", advice: null },
  ],
  queues: [{ name: "decide", waiting: 12, active: 3, delayed: 0, failed: 0 }],
  processes: [],
};

test("shows what needs attention first, with what to do", async () => {
  serveJson({ "GET /api/health/report": REPORT });
  const { container } = renderInApp(<HealthView report={REPORT} />);
  expect(screen.getByText("One thing needs attention")).toBeDefined();
  const checks = screen.getByRole("table", { name: "Checks of the installation" });
  const [, first] = within(checks).getAllByRole("row");
  expect(first?.textContent).toBe("WorkersAttentionNo worker is runningStart one.");
  const queues = screen.getByRole("table", { name: "Jobs by queue and state" });
  expect(within(queues).getByRole("row", { name: "decide 12 3 0 0" })).toBeDefined();
  expect(screen.getByText("No process has reported.")).toBeDefined();
  await expectAccessible(container);
});

test("says so when all is well, and when the queue cannot be read", async () => {
  const well = {
    ...REPORT,
    checks: REPORT.checks.filter(({ state }) => state === "ok"),
    queues: [],
  };
  serveJson({ "GET /api/health/report": well });
  renderInApp(<HealthView report={well} />);
  await waitFor(() => expect(screen.getByText("Everything works")).toBeDefined());
  expect(screen.getByText("The queue cannot be read.")).toBeDefined();
});

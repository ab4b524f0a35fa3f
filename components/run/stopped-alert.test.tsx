import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp, serveJson } from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { RunProgress } from "@/lib/contracts/runs";
import { StoppedAlert } from "./stopped-alert";

const show = (progress: Partial<RunProgress>, mayRun = true) =>
  renderInApp(<StoppedAlert run={makeRun(progress, { mayRun })} />);

test("a run that goes on, or ended as planned, shows nothing", () => {
  for (const status of ["queued", "running", "completed"] as const) {
    const { container, unmount } = show({ status });
    expect(container.textContent).toBe("");
    unmount();
  }
});

test.each<[string, Partial<RunProgress>, string, string | null]>([
  [
    "an exhausted budget",
    { status: "paused", pauseCause: "budget", statusReason: "1,000 tokens are used." },
    "The budget of the study is exhausted",
    "/studies/study-1",
  ],
  [
    "an answer that is not on record",
    { status: "paused", pauseCause: "record", statusReason: "Voter-3 has no answer." },
    "An answer is not on record",
    "/studies/study-1",
  ],
  [
    "an endpoint that refuses",
    { status: "paused", pauseCause: "endpoint", statusReason: "The key was refused." },
    "This run paused: the endpoint failed",
    "/models",
  ],
  [
    "an error of the scenario",
    { status: "failed", pauseCause: "scenario", statusReason: "Division by zero." },
    "This run failed",
    "/scenarios",
  ],
  [
    "an unexpected error",
    { status: "failed", pauseCause: "unexpected", statusReason: "The disk is full." },
    "This run failed",
    null,
  ],
])("%s is named by its cause, with the way to fix it", async (_, progress, title, href) => {
  show(progress);
  expect(screen.getByText(title)).toBeDefined();
  expect(screen.getByText(progress.statusReason ?? "", { exact: false })).toBeDefined();
  expect(screen.queryByRole("link")?.getAttribute("href") ?? null).toBe(href);
  await expectAccessible();
});

test("the causes decide, not the sentences", () => {
  show({ status: "failed", pauseCause: "unexpected", statusReason: "The scenario is wrong." });
  expect(screen.queryByText(/parameters of a run cannot be changed/)).toBeNull();
});

test("an older run without a cause shows its sentence", () => {
  show({ status: "paused", pauseCause: null, statusReason: "The server was not found." });
  expect(screen.getByText("This run is paused")).toBeDefined();
  expect(
    screen.getByText(/The server was not found\. All decisions so far are kept\./),
  ).toBeDefined();
});

test("a pause by a person says how to continue to those who may", () => {
  const paused = { status: "paused", pauseCause: "person", statusReason: "Paused." } as const;
  const { unmount } = show(paused);
  expect(screen.getByText(/Resume when you are ready/)).toBeDefined();
  unmount();
  show(paused, false);
  expect(screen.queryByText(/Resume when you are ready/)).toBeNull();
});

test("a run that waits for its endpoint can be resumed at once, or kept paused", async () => {
  const requests = serveJson({
    "POST /api/runs/run-1/resume": { status: "running" },
    "POST /api/runs/run-1/pause": { status: "paused" },
  });
  const { user } = show({
    status: "paused",
    pauseCause: "endpoint",
    statusReason: "The server cannot be reached.",
    resumeAt: "2026-01-01T10:00:00Z",
  });
  expect(screen.getByText("Waiting for the endpoint to recover")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Stay paused" }));
  await user.click(await screen.findByRole("button", { name: "Try now" }));
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/runs/run-1/pause",
    "/api/runs/run-1/resume",
  ]);
});

test("the reason of an early end is shown", () => {
  show({ status: "completed", stopReason: "Everybody agreed." });
  expect(screen.getByText("The scenario ended the run early")).toBeDefined();
  expect(screen.getByText("Everybody agreed.")).toBeDefined();
});

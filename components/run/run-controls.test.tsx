import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { RunStatus } from "@/lib/domain/run";
import { RunControls } from "./run-controls";

const FORKS = { origin: null, forks: [], from: { first: 1, last: 2 }, continueAt: null, rounds: 3 };

/** Answers what the dialogs of a run load, whether they are open or not. */
const serveRun = (routes: Readonly<Record<string, unknown>> = {}) =>
  serveJson({
    "GET /api/runs/run-1/fork": FORKS,
    "GET /api/runs/run-1/cast": makePopulation(),
    "GET /api/endpoints": [],
    ...routes,
  });

const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent);

test.each<[RunStatus, string[]]>([
  ["queued", ["Cancel run", "Intervene…", "Fork…", "Pause"]],
  ["running", ["Cancel run", "Intervene…", "Fork…", "Pause"]],
  ["paused", ["Cancel run", "Intervene…", "Fork…", "Resume"]],
  ["failed", ["Cancel run", "Intervene…", "Fork…", "Resume"]],
  ["completed", ["Intervene…", "Fork…"]],
  ["cancelled", ["Intervene…", "Fork…"]],
])("a %s run offers the commands that it admits", async (status, expected) => {
  serveRun();
  renderInApp(<RunControls run={makeRun({ status })} />);
  expect(buttons()).toEqual(["Delete run", ...expected]);
  await expectAccessible();
});

test("a viewer without the right to run sees no controls", () => {
  serveRun();
  renderInApp(<RunControls run={makeRun({}, { mayRun: false })} />);
  expect(screen.queryByRole("button")).toBeNull();
});

test("pausing sends the command", async () => {
  const requests = serveRun({ "POST /api/runs/run-1/pause": { status: "paused" } });
  const { user } = renderInApp(<RunControls run={makeRun()} />);
  await user.click(screen.getByRole("button", { name: "Pause" }));
  expect(requests.some(({ method, path }) => method === "POST" && path.endsWith("/pause"))).toBe(
    true,
  );
});

test("a refused command is reported with its reason", async () => {
  serveRun({
    "POST /api/runs/run-1/resume": refusal(409, "conflict", "The budget is exhausted."),
  });
  const { user } = renderInApp(<RunControls run={makeRun({ status: "paused" })} />);
  await user.click(screen.getByRole("button", { name: "Resume" }));
  expect(await screen.findByText("The run could not be resumed")).toBeDefined();
  expect(screen.getByText("The budget is exhausted.")).toBeDefined();
});

test("cancelling asks first, and sends nothing when declined", async () => {
  const requests = serveRun({ "POST /api/runs/run-1/cancel": { status: "cancelled" } });
  const { user } = renderInApp(<RunControls run={makeRun()} />);
  const posts = () => requests.filter(({ method }) => method === "POST").map(({ path }) => path);

  await user.click(screen.getByRole("button", { name: "Cancel run" }));
  const question = await screen.findByRole("alertdialog", { name: "Cancel this run?" });
  await user.click(within(question).getByRole("button", { name: "Keep running" }));
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(posts()).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Cancel run" }));
  const again = await screen.findByRole("alertdialog");
  await user.click(within(again).getByRole("button", { name: "Cancel run" }));
  expect(posts()).toEqual(["/api/runs/run-1/cancel"]);
});

test("an intervention filled in for a finished run is carried over to a fork", async () => {
  serveRun();
  const { user } = renderInApp(<RunControls run={makeRun({ status: "completed" })} />);
  await user.click(screen.getByRole("button", { name: "Intervene…" }));
  await user.type(await screen.findByRole("textbox", { name: /Message/ }), "Petrol is rationed.");
  await user.click(screen.getByRole("button", { name: "Fork with intervention…" }));
  const fork = await screen.findByRole("dialog", { name: "Fork this run" });
  expect(
    await within(fork).findByRole("radio", { name: /Apply an intervention/, checked: true }),
  ).toBeDefined();
  expect(within(fork).getByRole("textbox", { name: /Message/ })).toHaveProperty(
    "value",
    "Petrol is rationed.",
  );
});

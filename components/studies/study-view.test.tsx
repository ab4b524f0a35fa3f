import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeRun, makeRunSummary, makeStudy } from "@/components/testing/fixtures/runs";
import type { StudyBudget } from "@/lib/contracts/budget";
import type { RunProgress, StudySummary } from "@/lib/contracts/runs";
import type { StudyOverview } from "@/lib/contracts/study-overview";
import { StudyView } from "./study-view";

const BUDGET: StudyBudget = {
  tokens: 10_000,
  money: null,
  spentTokens: 9_500,
  spentMoney: 0.5,
  heldTokens: 0,
  heldMoney: 0,
  project: null,
};
const AMOUNTS = {
  calls: 1,
  promptTokens: 1,
  completionTokens: 1,
  embeddingTokens: 0,
  cost: null,
  seconds: 1,
};

const makeOverview = (study: StudySummary, change: Partial<StudyOverview> = {}): StudyOverview => ({
  version: 10,
  study,
  budget: BUDGET,
  use: { estimate: null, low: null, high: null, actual: AMOUNTS, over: true },
  ...change,
});

function show(
  progress: Partial<RunProgress> = { status: "completed", share: 1 },
  routes: Readonly<Record<string, unknown>> = {},
  change: Partial<StudySummary> = {},
) {
  const runs = [
    makeRunSummary({ id: "run-1" }, progress),
    makeRunSummary({ id: "run-2", replicate: 2, seed: 8 }, { status: "completed", share: 1 }),
  ];
  const overview = makeOverview(makeStudy(runs, change));
  const requests = serveJson({
    "GET /api/studies/study-1/overview": overview,
    ...routes,
  });
  const design = makeRun(progress, {
    parameters: [
      { name: "voters", label: "Number of voters", value: 40, isDefault: false },
      { name: "open", label: "Open discussion", value: true, isDefault: true },
    ],
    files: [
      { name: "decisions.csv", group: "results", row: "a decision", columns: "prompt, answer" },
    ],
  });
  const rendered = renderInApp(<StudyView overview={overview} design={design} />, {
    path: "/studies/study-1",
  });
  const sent = (method: string) => requests.find((request) => request.method === method);
  return { ...rendered, sent };
}

test("names a deleted scenario without a link to its page", () => {
  show(undefined, {}, { isScenarioDeleted: true });
  expect(screen.getByText("Opinions on a carbon tax, version 1 (deleted)")).toBeDefined();
  expect(screen.queryByRole("link", { name: /version 1/ })).toBeNull();
});

test("shows runs, budget, design and files", async () => {
  show();
  const runs = screen.getByRole("table", { name: "Runs" });
  expect(within(runs).getByRole("link", { name: "Run 2" }).getAttribute("href")).toBe(
    "/runs/run-2",
  );
  expect(await screen.findByText("9,500 of 10,000 used")).toBeDefined();
  expect(screen.getByText("US$0.50 used, no limit")).toBeDefined();
  expect(screen.getByText("7, 8")).toBeDefined();
  expect(screen.getByText("Number of voters")).toBeDefined();
  expect(screen.getAllByText("changed")).toHaveLength(1);
  expect(
    screen.getAllByRole("link", { name: "decisions.csv" }).map((link) => link.getAttribute("href")),
  ).toEqual(["/api/runs/run-1/files/decisions.csv", "/api/runs/run-2/files/decisions.csv"]);
  await expectAccessible();
});

test("changes the budget, and resumes the runs that it paused", async () => {
  const { user, sent } = show(
    { status: "paused", pauseCause: "budget" },
    { "PATCH /api/studies/study-1": { ...BUDGET, tokens: 20_000 } },
  );
  await user.click(await screen.findByRole("button", { name: "Change…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Study budget" }));
  const tokens = dialog.getByLabelText("Token budget");
  await user.clear(tokens);
  await user.type(tokens, "20000");
  expect(
    dialog.getByRole("checkbox", { name: "Resume the run paused by the budget", checked: true }),
  ).toBeDefined();
  await expectAccessible();
  await user.click(dialog.getByRole("button", { name: "Change budget" }));
  expect(await screen.findByText("Budget changed")).toBeDefined();
  expect(sent("PATCH")?.body).toEqual({ budget: { tokens: 20_000, money: null }, resume: true });
});

test("marks the amount that the server refuses", async () => {
  const { user } = show(undefined, {
    "PATCH /api/studies/study-1": refusal(422, "invalid", "The budget is not possible.", [
      { pointer: "/budget/tokens", message: "Less than what is used" },
    ]),
  });
  await user.click(await screen.findByRole("button", { name: "Change…" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.queryByRole("checkbox")).toBeNull();
  await user.click(dialog.getByRole("button", { name: "Change budget" }));
  expect(await dialog.findByText("The budget was not changed")).toBeDefined();
  expect(dialog.getByText("Less than what is used")).toBeDefined();
  expect(dialog.getByLabelText("Token budget").getAttribute("aria-invalid")).toBe("true");
});

test("runs the study again with recorded answers, and opens the new one", async () => {
  const { user, router, sent } = show(undefined, {
    "POST /api/studies/study-1/repeat": { studyId: "study-2", runIds: ["run-9"] },
  });
  await user.click(screen.getByRole("button", { name: "Run again with recorded answers" }));
  const question = within(await screen.findByRole("alertdialog"));
  await expectAccessible();
  await user.click(question.getByRole("button", { name: "Run again" }));
  await expect.poll(() => router.current()).toBe("/studies/study-2");
  expect(sent("POST")?.body).toEqual({});
});

test("a refused repetition is reported", async () => {
  const { user } = show(undefined, {
    "POST /api/studies/study-1/repeat": refusal(409, "conflict", "No run was completed."),
  });
  await user.click(screen.getByRole("button", { name: "Run again with recorded answers" }));
  await user.click(await screen.findByRole("button", { name: "Run again" }));
  expect(await screen.findByText("The study was not run again")).toBeDefined();
});

test("a study that cannot be refreshed keeps what it shows", async () => {
  show(undefined, { "GET /api/studies/study-1/overview": refusal(503, "unavailable", "Busy") });
  expect(await screen.findByText("The study could not be refreshed")).toBeDefined();
  expect(screen.getByRole("table", { name: "Runs" })).toBeDefined();
});

test("progress, budget and use come from one answer, asked once more at the end", async () => {
  const running = makeStudy([makeRunSummary({ id: "run-1" }, { status: "running", share: 0.5 })]);
  const ended = makeStudy([makeRunSummary({ id: "run-1" }, { status: "completed", share: 1 })]);
  const answers = [
    makeOverview(ended, { version: 20, budget: { ...BUDGET, spentTokens: 9_900 } }),
    // A call that was under way is recorded after the end.
    makeOverview(ended, { version: 21, budget: { ...BUDGET, spentTokens: 9_990 } }),
  ];
  const requests = serveJson({ "GET /api/studies/study-1/overview": () => answers.shift() });
  renderInApp(<StudyView overview={makeOverview(running)} design={undefined} />);
  expect(screen.getByText("9,500 of 10,000 used")).toBeDefined();
  expect(await screen.findByText("9,990 of 10,000 used")).toBeDefined();
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/studies/study-1/overview",
    "/api/studies/study-1/overview",
  ]);
});

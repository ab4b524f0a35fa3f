import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makePollAnswer, POLL } from "@/components/testing/fixtures/polls";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { PollAnswerPage, PollDetail } from "@/lib/contracts/polls";
import { PollView } from "./poll-view";

const PAGE: PollAnswerPage = {
  rows: [
    makePollAnswer(0),
    makePollAnswer(1),
    makePollAnswer(2, { status: "invalid", values: null, reason: "notJson", message: "Not JSON" }),
  ],
  next: null,
};

const show = (poll: PollDetail, routes: Readonly<Record<string, unknown>> = {}) => {
  const requests = serveJson({
    "GET /api/runs/run-1/polls/poll-1": poll,
    "GET /api/runs/run-1/polls/poll-1/answers": PAGE,
    ...routes,
  });
  return { ...renderInApp(<PollView run={makeRun()} poll={poll} />), requests };
};

test("shows results by question, and the answers of each agent", async () => {
  show(POLL);
  const table = await screen.findByRole("table", { name: "Answers" });
  const rows = within(table).getAllByRole("row");
  expect(rows).toHaveLength(4);
  expect(rows[1]?.textContent).toBe("Voter-12Because");
  expect(rows[3]?.textContent).toContain("InvalidNot JSON".replace("Invalid", "Invalid "));
  const counts = screen.getByRole("table", { name: /trust the government/ });
  expect(
    within(counts)
      .getAllByRole("rowheader")
      .map(({ textContent }) => textContent),
  ).toEqual(["1", "2", "3", "4"]);
  expect(screen.getByText("No valid answers.")).toBeDefined();
  expect(screen.getByRole("link", { name: "Download CSV" }).getAttribute("href")).toBe(
    "/api/runs/run-1/files/poll-1.csv",
  );
  await expectAccessible();
});

test("tells agents that chose none from agents that left a question out", async () => {
  const item = { ...POLL.items[0]!, mean: null, sd: null, min: null, max: null };
  const page = {
    rows: [
      makePollAnswer(0, { values: { issues: ["jobs"] } }),
      makePollAnswer(1, { values: { issues: [] } }),
      makePollAnswer(2, { values: { issues: null } }),
    ],
    next: null,
  };
  const issues = {
    ...item,
    name: "issues",
    label: "Which issues matter?",
    type: "list" as const,
    none: 1,
    unanswered: 1,
    scale: ["taxes", "jobs"],
    counts: [{ value: "jobs", count: 1 }],
  };
  show({ ...POLL, items: [issues] }, { "GET /api/runs/run-1/polls/poll-1/answers": page });
  const counts = screen.getByRole("table", { name: /Which issues/ });
  expect(
    within(counts)
      .getAllByRole("row")
      .slice(1)
      .map(({ textContent }) => textContent),
  ).toEqual(["taxes0 0%", "jobs1 50%", "None of them1 50%"]);
  expect(screen.getByText("2 answers, 1 without an answer · issues")).toBeDefined();
  const answers = await screen.findByRole("table", { name: "Answers" });
  expect(
    within(answers)
      .getAllByRole("row")
      .slice(1)
      .map(({ textContent }) => textContent),
  ).toEqual(["Voter-1jobs", "Voter-2none of them", "Voter-3–"]);
});

test("a running poll reports its progress", async () => {
  show({ ...POLL, status: "running", answered: 1, invalid: 0 });
  expect(screen.getByRole("progressbar", { name: "Running" })).toBeDefined();
  expect(screen.getByText("1 of 3 answered")).toBeDefined();
  expect(await screen.findByText("Answers appear as they arrive.")).toBeDefined();
});

test("a failed poll says why, and can be resumed", async () => {
  const { user, requests } = show(
    { ...POLL, status: "failed", problem: "The endpoint failed." },
    { "POST /api/runs/run-1/polls/poll-1/resume": { ...POLL, status: "running" } },
  );
  expect(screen.getByText(/The endpoint failed\. Answers so far are kept\./)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Resume" }));
  expect(requests.some(({ method }) => method === "POST")).toBe(true);
});

test("a refused resume is reported", async () => {
  const { user } = show(
    { ...POLL, status: "failed", problem: "The endpoint failed." },
    {
      "POST /api/runs/run-1/polls/poll-1/resume": refusal(409, "conflict", "Another is running."),
    },
  );
  await user.click(screen.getByRole("button", { name: "Resume" }));
  expect(await screen.findByText("The poll could not be resumed")).toBeDefined();
  expect(screen.getByText("Another is running.")).toBeDefined();
});

test("loads further answers on demand", async () => {
  const { user } = show(POLL, {
    "GET /api/runs/run-1/polls/poll-1/answers": ({ search }: { search: URLSearchParams }) =>
      search.get("after") === "-1"
        ? { rows: [makePollAnswer(0)], next: 0 }
        : { rows: [makePollAnswer(1)], next: null },
  });
  await user.click(await screen.findByRole("button", { name: "Show more" }));
  const table = screen.getByRole("table", { name: "Answers" });
  expect(await within(table).findByText("Voter-2")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("a failed load of answers is reported", async () => {
  show(POLL, {
    "GET /api/runs/run-1/polls/poll-1/answers": refusal(503, "unavailable", "Busy"),
  });
  expect(await screen.findByText("The answers could not be loaded")).toBeDefined();
});

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, pending, refusal, renderInApp, serveJson } from "@/components/testing";
import { makePollAnswer, POLL } from "@/components/testing/fixtures/polls";
import { PollAnswers } from "./poll-answers";

const ROUTE = "GET /api/runs/run-1/polls/poll-1/answers";

function show(answers: unknown) {
  const requests = serveJson({ [ROUTE]: answers });
  return { ...renderInApp(<PollAnswers runId="run-1" poll={POLL} />), requests };
}

const cells = (agent: string) =>
  within(screen.getByRole("row", { name: new RegExp(agent) }))
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);

test("shows an answer per question, and why one is invalid", async () => {
  const invalid = { status: "invalid", values: null, reason: "notJson", message: null } as const;
  show({ rows: [makePollAnswer(0), makePollAnswer(1, invalid)], next: null });
  await screen.findByRole("table", { name: "Answers" });
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Agent",
    "How much do you trust the government?",
    "Why?",
  ]);
  expect(cells("Voter-1")).toEqual(["Voter-1", "2", "Because"]);
  expect(cells("Voter-2")).toEqual(["Voter-2", "Invalid notJson"]);
  await expectAccessible();
});

test("loads the next page by keyboard", async () => {
  const { user, requests } = show(({ search }: { search: URLSearchParams }) =>
    search.get("after") === "-1"
      ? { rows: [makePollAnswer(0)], next: 0 }
      : { rows: [makePollAnswer(1)], next: null },
  );
  (await screen.findByRole("button", { name: "Show more" })).focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("row", { name: /Voter-2/ })).toBeDefined();
  expect(requests.map(({ search }) => search.toString())).toEqual([
    "after=-1&limit=100",
    "after=0&limit=100",
  ]);
  expect(screen.queryByRole("button")).toBeNull();
});

test("says that it is loading, and that there are no answers yet", async () => {
  const { unmount } = show(pending);
  expect(screen.getByText("Loading answers")).toBeDefined();
  await expectAccessible();
  unmount();
  show({ rows: [], next: null });
  expect(await screen.findByText("No answers yet")).toBeDefined();
});

test("a failed load can be tried again", async () => {
  let isBusy = true;
  const { user } = show(() =>
    isBusy ? refusal(503, "unavailable", "Busy") : { rows: [makePollAnswer(0)], next: null },
  );
  const alert = within(await screen.findByRole("alert"));
  isBusy = false;
  await user.click(alert.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("row", { name: /Voter-1/ })).toBeDefined();
});

test("names agents before their ids, also in answers, and what was empty in a prompt", async () => {
  const named = makePollAnswer(0, {
    names: { "Voter-1": "Ada Bell", "Voter-3": "Ben" },
    values: { trust: 2, why: "Voter-3" },
    nullValues: "self.income",
  });
  show({ rows: [named, makePollAnswer(1)], next: null });
  await screen.findByRole("table", { name: "Answers" });
  expect(cells("Ada Bell")).toEqual([
    "Ada Bell Voter-1Empty in the prompt: self.income",
    "2",
    "Ben (Voter-3)",
  ]);
  expect(cells("Voter-2")[0]).toBe("Voter-2");
  await expectAccessible();
});

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { PollSummary } from "@/lib/contracts/polls";
import { PollsView } from "./polls-view";

const POLL: PollSummary = {
  id: "poll-1",
  label: "Snap poll",
  agentType: "Voter",
  version: 3,
  round: 1,
  status: "completed",
  problem: null,
  asked: 20,
  answered: 20,
  invalid: 1,
  createdBy: "Ada",
  createdAt: "2026-01-01T10:00:00Z",
  finishedAt: "2026-01-01T10:01:00Z",
  file: "poll-1.csv",
};

function show(
  polls: PollSummary[],
  routes: Readonly<Record<string, unknown>> = {},
  run = makeRun(),
) {
  const requests = serveJson({
    "GET /api/runs/run-1": run,
    "GET /api/runs/run-1/polls": polls,
    "GET /api/runs/run-1/cast": makePopulation(),
    "POST /api/runs/run-1/polls": POLL,
    ...routes,
  });
  const rendered = renderInApp(<PollsView run={run} polls={polls} />, {
    path: "/runs/run-1/polls",
  });
  const sent = () => requests.find(({ method }) => method === "POST")?.body;
  return { ...rendered, sent };
}

/** Opens the dialog and waits for its fields. */
async function openDialog(user: ReturnType<typeof show>["user"]) {
  await user.click(screen.getByRole("button", { name: "New poll…" }));
  const dialog = await screen.findByRole("dialog", { name: "New poll" });
  await within(dialog).findByRole("radio", { name: "Random sample" });
  return within(dialog);
}

test("lists polls with their counts, and links to each", async () => {
  show([POLL]);
  const cells = within(screen.getByRole("row", { name: /Snap poll/ }))
    .getAllByRole("cell")
    .map(({ textContent }) => textContent);
  expect(cells.slice(0, 8)).toEqual([
    "Snap poll",
    "Completed",
    "Voter",
    "1",
    "20",
    "20",
    "1",
    "Ada",
  ]);
  expect(screen.getByRole("link", { name: "Snap poll" }).getAttribute("href")).toBe(
    "/runs/run-1/polls/poll-1",
  );
  await expectAccessible();
});

test("without polls it says what a poll is, and offers the first", async () => {
  show([]);
  expect(screen.getByText("No polls yet")).toBeDefined();
  expect(screen.getByRole("button", { name: "New poll…" })).toHaveProperty("disabled", false);
  await expectAccessible();
});

test("a run that is not set up cannot be polled yet", () => {
  show([], {}, makeRun({ version: 0 }));
  expect(screen.getByRole("button", { name: "New poll…" })).toHaveProperty("disabled", true);
  expect(screen.getByText(/Available once the run is set up/)).toBeDefined();
});

test("a viewer without the right to run sees the polls only", () => {
  show([POLL], {}, makeRun({}, { mayRun: false }));
  expect(screen.queryByRole("button", { name: "New poll…" })).toBeNull();
});

test("sends questions of every type to a random sample, and opens the poll", async () => {
  const { user, sent, router } = show([]);
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole("textbox", { name: /Question 1/ }), "Do you agree?");
  await user.click(dialog.getByRole("button", { name: "Add question" }));
  await user.type(dialog.getByRole("textbox", { name: /Question 2/ }), "Which party?");
  const second = dialog.getByRole("group", { name: "Question 2" });
  await user.click(within(second).getByRole("combobox", { name: "Answer" }));
  await user.click(await screen.findByRole("option", { name: "Choice" }));
  await user.type(dialog.getByRole("textbox", { name: /Options/ }), "Left\nRight");
  await expectAccessible();
  await user.click(dialog.getByRole("button", { name: "Start poll" }));
  await expect.poll(() => router.current()).toBe("/runs/run-1/polls/poll-1");
  expect(sent()).toEqual({
    agentType: "Voter",
    sample: { kind: "random", size: 20 },
    items: {
      do_you_agree: { type: "boolean", label: "Do you agree?" },
      which_party: { type: "category", label: "Which party?", options: ["Left", "Right"] },
    },
  });
});

test("puts a questionnaire of the scenario to selected agents", async () => {
  const { user, sent, router } = show([], {
    "GET /api/runs/run-1/cast": makePopulation({
      questionnaires: [
        { name: "exit", label: "Exit poll", items: [{ name: "vote", label: "Your vote" }] },
      ],
    }),
  });
  const dialog = await openDialog(user);
  expect(dialog.getByRole("radio", { name: "From the scenario", checked: true })).toBeDefined();
  expect(dialog.getByText("Your vote")).toBeDefined();
  await user.click(dialog.getByRole("radio", { name: "Selected agents" }));
  await user.type(dialog.getByRole("textbox", { name: /Agents/ }), "3, 12");
  expect(dialog.getByText("2 agents")).toBeDefined();
  await user.type(dialog.getByRole("textbox", { name: /Name/ }), "Exit");
  await user.click(dialog.getByRole("button", { name: "Start poll" }));
  await expect.poll(() => router.current()).toBe("/runs/run-1/polls/poll-1");
  expect(sent()).toEqual({
    questionnaire: "exit",
    label: "Exit",
    agentType: "Voter",
    sample: { kind: "agents", agents: ["Voter-3", "Voter-12"] },
  });
});

test("marks the fields that are wrong, and sends nothing", async () => {
  const { user, sent } = show([]);
  const dialog = await openDialog(user);
  await user.click(dialog.getByRole("radio", { name: "By expression" }));
  await user.click(dialog.getByRole("button", { name: "Start poll" }));
  expect(dialog.getByText("Enter a question")).toBeDefined();
  expect(dialog.getByText("Enter an expression")).toBeDefined();
  expect(dialog.getByRole("textbox", { name: /Question 1/ }).getAttribute("aria-invalid")).toBe(
    "true",
  );
  expect(sent()).toBeUndefined();
  await expectAccessible();
});

test("a refusal marks its field, and what belongs to no field is listed", async () => {
  const { user } = show([], {
    "POST /api/runs/run-1/polls": refusal(422, "invalid", "The poll is not possible.", [
      { pointer: "/items/do_you_agree/label", message: "Too short" },
      { pointer: "/agentType", message: "No such type" },
    ]),
  });
  const dialog = await openDialog(user);
  await user.type(dialog.getByRole("textbox", { name: /Question 1/ }), "Do you agree?");
  await user.click(dialog.getByRole("button", { name: "Start poll" }));
  expect(await dialog.findByText("The poll was not started")).toBeDefined();
  expect(dialog.getByText("Too short")).toBeDefined();
  expect(dialog.getByText(/No such type/)).toBeDefined();
});

import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { POLL } from "@/components/testing/fixtures/polls";
import { makePopulation } from "@/components/testing/fixtures/population";
import { makeRun } from "@/components/testing/fixtures/runs";
import { PollDialog } from "./poll-dialog";

async function open(answer: unknown = POLL) {
  const requests = serveJson({
    "GET /api/runs/run-1/cast": makePopulation(),
    "POST /api/runs/run-1/polls": answer,
  });
  const onOpenChange = vi.fn();
  const rendered = renderInApp(<PollDialog run={makeRun()} open onOpenChange={onOpenChange} />);
  const question = await screen.findByRole("textbox", { name: /^Question 1/ });
  const sent = () => requests.filter(({ method }) => method === "POST").map(({ body }) => body);
  return { ...rendered, question, sent, onOpenChange };
}

test("the button starts the poll by keyboard, and opens it", async () => {
  const { user, question, sent, router, onOpenChange } = await open();
  await user.type(question, "Left?");
  screen.getByRole("button", { name: "Start poll" }).focus();
  await user.keyboard("{Enter}");
  await expect.poll(router.current).toBe("/runs/run-1/polls/poll-1");
  expect(sent()).toEqual([
    {
      agentType: "Voter",
      sample: { kind: "random", size: 20 },
      items: { left: { type: "boolean", label: "Left?" } },
    },
  ]);
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
});

test("focuses the first field with a problem, and sends nothing", async () => {
  const { user, question, sent } = await open();
  await user.click(screen.getByRole("radio", { name: "By expression" }));
  await user.click(screen.getByRole("button", { name: "Start poll" }));
  expect(document.activeElement).toBe(question);
  expect(screen.getByText("Enter a question").closest("[aria-live]")).not.toBeNull();
  expect(screen.getByRole("textbox", { name: /^Condition/ }).getAttribute("aria-invalid")).toBe(
    "true",
  );
  expect(sent()).toEqual([]);
  await expectAccessible();
});

test("adds and removes questions by keyboard, but keeps one", async () => {
  const { user } = await open();
  const remove = (number: number) =>
    screen.getByRole("button", { name: `Remove question ${String(number)}` });
  expect(remove(1)).toHaveProperty("disabled", true);
  screen.getByRole("button", { name: "Add question" }).focus();
  await user.keyboard("{Enter}");
  remove(2).focus();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("textbox", { name: /^Question 2/ })).toBeNull();
});

test("a refusal is shown once, and keeps what was typed", async () => {
  const { user, question } = await open(
    refusal(422, "invalid", "The poll is invalid.", [{ pointer: "/label", message: "Too long" }]),
  );
  await user.type(question, "Left?");
  screen.getByRole("button", { name: "Start poll" }).focus();
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("The poll was not started");
  expect(screen.getAllByText("Too long")).toHaveLength(1);
  expect(question).toHaveProperty("value", "Left?");
});

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, findToast, refusal, renderInApp, serveJson } from "@/components/testing";
import { makeStudy } from "@/components/testing/fixtures/runs";
import type { StudyBudget } from "@/lib/contracts/budget";
import { BudgetCard } from "./budget-card";

const BUDGET: StudyBudget = {
  tokens: 10_000,
  money: null,
  spentTokens: 9_500,
  spentMoney: 0.5,
  heldTokens: 0,
  heldMoney: 0,
  project: null,
};

function show(change: unknown = BUDGET, mayRun = true) {
  const requests = serveJson({
    "PATCH /api/studies/study-1": change,
  });
  const rendered = renderInApp(
    <BudgetCard study={makeStudy([])} budget={BUDGET} mayRun={mayRun} />,
  );
  const sent = () => requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  return { ...rendered, sent };
}

async function open(change?: unknown) {
  const rendered = show(change);
  const trigger = await screen.findByRole("button", { name: "Change…" });
  trigger.focus();
  await rendered.user.keyboard("{Enter}");
  const form = within(await screen.findByRole("form", { name: "Budget" }));
  return { ...rendered, form, tokens: form.getByRole("spinbutton", { name: "Token budget" }) };
}

test("shows what is used of each limit", async () => {
  show();
  expect(await screen.findByText("9,500 of 10,000 used")).toBeDefined();
  expect(screen.getByText("US$0.50 used, no limit")).toBeDefined();
  await expectAccessible();
});

test("the button sends both limits once, by keyboard too", async () => {
  const { user, form, tokens, sent } = await open();
  expect(document.activeElement).toBe(tokens);
  await expectAccessible();
  await user.clear(tokens);
  await user.type(form.getByRole("spinbutton", { name: "Cost budget (US$)" }), "3");
  screen.getByRole("button", { name: "Change budget" }).focus();
  await user.keyboard("{Enter}");
  expect(await findToast("Budget changed")).toBeDefined();
  expect(sent()).toEqual([{ budget: { tokens: null, money: 3 }, resume: false }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a refusal marks its field, and keeps what was typed", async () => {
  const { user, tokens } = await open(
    refusal(422, "invalid", "The budget is not possible.", [
      { pointer: "/budget/tokens", message: "Less than what is used" },
    ]),
  );
  await user.clear(tokens);
  await user.type(tokens, "5");
  await user.click(screen.getByRole("button", { name: "Change budget" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The budget was not changed");
  expect(screen.getByText("Less than what is used").closest("[aria-live]")).not.toBeNull();
  expect(tokens.getAttribute("aria-invalid")).toBe("true");
  expect(tokens).toHaveProperty("value", "5");
  await expectAccessible();
});

test("readers cannot change the budget", async () => {
  show(BUDGET, false);
  expect(await screen.findByText("9,500 of 10,000 used")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ProjectBudgetNote } from "@/components/budgets";
import {
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import { NO_BUDGET } from "@/components/testing/fixtures/budgets";
import { ProjectBudgetCard } from ".";

const NEAR = { ...NO_BUDGET, tokens: 1_250, waitingRuns: 2 };

test("sets a budget for all studies, and resumes the runs that wait for it", async () => {
  const requests = serveJson({
    "GET /api/projects/budget": NEAR,
    "PUT /api/projects/budget": { ...NEAR, tokens: 9_000, waitingRuns: 0 },
  });
  const { user } = renderInApp(<ProjectBudgetCard />);
  expect(await screen.findByText("1,200 of 1,250 used")).toBeDefined();
  expect(screen.getByText("The budget of the project is nearly used up")).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Change…" }));
  const dialog = screen.getByRole("dialog", { name: "Project budget" });
  const tokens = within(dialog).getByLabelText(/^Token budget/);
  await user.clear(tokens);
  await user.type(tokens, "9000");
  expect(within(dialog).getByLabelText("Resume the 2 runs paused by the budget")).toBeDefined();
  await user.click(within(dialog).getByRole("button", { name: "Change budget" }));
  expect(await findToast("Budget changed")).toBeDefined();
  expect(requests.find(({ method }) => method === "PUT")?.body).toEqual({
    budget: { tokens: 9_000, money: null },
    resume: true,
  });
});

test("keeps the form with the reason when the server refuses", async () => {
  serveJson({
    "GET /api/projects/budget": NO_BUDGET,
    "PUT /api/projects/budget": refusal(409, "conflict", "Pause its runs first."),
  });
  const { user } = renderInApp(<ProjectBudgetCard />);
  await user.click(await screen.findByRole("button", { name: "Set a budget…" }));
  await user.click(screen.getByRole("button", { name: "Change budget" }));
  expect(await screen.findByText("Pause its runs first.")).toBeDefined();
});

test("says when the budget could not be read, and offers no change to others", async () => {
  serveJson({ "GET /api/projects/budget": unreachable });
  const { unmount } = renderInApp(<ProjectBudgetCard />);
  expect(await screen.findByText("The budget could not be read")).toBeDefined();
  unmount();
  serveJson({ "GET /api/projects/budget": { ...NEAR, mayChange: false } });
  renderInApp(<ProjectBudgetCard />);
  expect(await screen.findByText("1,200 of 1,250 used")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Change…" })).toBeNull();
});

test("the form of a study says what is left, and warns when it is little", async () => {
  serveJson({ "GET /api/projects/budget": { ...NO_BUDGET, tokens: 10_000 } });
  const { unmount } = renderInApp(<ProjectBudgetNote />);
  expect(await screen.findByText(/8,800 of 10,000 tokens/)).toBeDefined();
  unmount();
  serveJson({ "GET /api/projects/budget": NEAR });
  renderInApp(<ProjectBudgetNote />);
  expect(await screen.findByText("The budget of the project is nearly used up")).toBeDefined();
});

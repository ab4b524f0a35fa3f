import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import {
  ANSWER_FIELDS,
  makeDecisionDetail,
  makeDecisionRow,
} from "@/components/testing/fixtures/decisions";
import { ReviewPanel } from "./review-panel";
import type { ReviewHandle } from "./use-review";

const DECISION = makeDecisionDetail(makeDecisionRow(2));

function show(change: Partial<ReviewHandle> = {}, decision = DECISION) {
  const review = {
    verdict: { score: null, rewrite: null, comment: null },
    state: "clean" as const,
    message: null,
    edit: vi.fn(),
    retry: vi.fn(),
    ...change,
  };
  const rendered = renderInApp(
    <ReviewPanel decision={decision} fields={ANSWER_FIELDS} review={review} />,
  );
  return { ...rendered, review };
}

test("scores by keyboard, and saves at once", async () => {
  const { user, review } = show({ verdict: { score: 2, rewrite: null, comment: null } });
  screen.getByRole("radio", { name: "2", checked: true }).focus();
  await user.keyboard("{ArrowRight>}");
  await waitFor(() => expect(review.edit).toHaveBeenLastCalledWith({ score: 3 }, true));
  await user.keyboard("{/ArrowRight}");
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(review.edit).toHaveBeenLastCalledWith({ score: null }, true);
  await expectAccessible();
});

test("a comment is saved after a pause, and an empty one is none", async () => {
  const { user, review } = show({ verdict: { score: null, rewrite: null, comment: "a" } });
  const comment = screen.getByRole("textbox", { name: "Comment" });
  await user.type(comment, "b");
  expect(review.edit).toHaveBeenLastCalledWith({ comment: "ab" }, false);
  await user.clear(comment);
  expect(review.edit).toHaveBeenLastCalledWith({ comment: null }, false);
});

test("a rewrite starts from the answer of the agent", async () => {
  const { user, review } = show();
  await user.click(screen.getByRole("button", { name: "Rewrite the answer" }));
  expect(review.edit).toHaveBeenCalledExactlyOnceWith(
    { rewrite: { opinion: 2, why: "because" } },
    true,
  );
});

test("a wrong rewrite is marked at its field", async () => {
  show({ verdict: { score: null, rewrite: { opinion: 9, why: "" }, comment: null } });
  const opinion = screen.getByRole("spinbutton", { name: /^Opinion/ });
  expect(opinion.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("At most 5").closest("[aria-live]")).not.toBeNull();
  await expectAccessible();
});

test("a failure is announced, keeps what was typed and can be tried again", async () => {
  const { user, review } = show({
    verdict: { score: null, rewrite: null, comment: "kept" },
    state: "failed",
    message: "Busy.",
  });
  expect(screen.getByRole("alert").textContent).toContain("Busy. Your entries are kept here.");
  expect(screen.getByRole("textbox", { name: "Comment" })).toHaveProperty("value", "kept");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(review.retry).toHaveBeenCalledOnce();
  await expectAccessible();
});

test("a decision that cannot be rewritten has no review", () => {
  show({}, { ...DECISION, rewritable: false });
  expect(screen.queryByRole("region", { name: "Your review" })).toBeNull();
});

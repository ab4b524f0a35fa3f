import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import {
  ANSWER_FIELDS,
  makeDecisionDetail,
  makeDecisionRow,
} from "@/components/testing/fixtures/decisions";
import { makeRun } from "@/components/testing/fixtures/runs";
import { CorrectionDialog } from "./correction-dialog";

async function open(fork: unknown = { runId: "run-9", studyId: "study-1" }) {
  const requests = serveJson({ "POST /api/runs/run-1/fork": fork });
  const rendered = renderInApp(
    <CorrectionDialog
      run={makeRun()}
      decision={makeDecisionDetail(makeDecisionRow(2))}
      fields={ANSWER_FIELDS}
    />,
  );
  const trigger = screen.getByRole("button", { name: "Fork with a corrected answer…" });
  trigger.focus();
  await rendered.user.keyboard("{Enter}");
  return { ...rendered, requests, opinion: screen.getByRole("spinbutton", { name: /^Opinion/ }) };
}

test("starts from the answer of the agent, and Enter sends the corrected one", async () => {
  const { user, requests, router, opinion } = await open();
  expect(document.activeElement).toBe(opinion);
  expect(opinion).toHaveProperty("value", "2");
  await expectAccessible();
  await user.clear(opinion);
  await user.type(opinion, "5{Enter}");
  await expect.poll(router.current).toBe("/runs/run-9");
  expect(requests.map(({ body }) => body)).toEqual([
    { correction: { version: 1, seq: 2, action: "post", values: { opinion: 5, why: "because" } } },
  ]);
});

test("an answer out of bounds is marked, and not sent", async () => {
  const { user, requests, opinion } = await open();
  await user.clear(opinion);
  await user.type(opinion, "9{Enter}");
  expect(opinion.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("At most 5").closest("[aria-live]")).not.toBeNull();
  expect(screen.getByRole("button", { name: "Fork" })).toHaveProperty("disabled", true);
  expect(requests).toEqual([]);
  await expectAccessible();
});

test("a refusal is shown, and the answer is kept", async () => {
  const { user, opinion } = await open(refusal(409, "conflict", "The run has changed."));
  await user.clear(opinion);
  await user.type(opinion, "4{Enter}");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The fork was not created");
  expect(alert.textContent).toContain("The run has changed.");
  expect(opinion).toHaveProperty("value", "4");
});

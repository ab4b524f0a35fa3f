import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
  type ServedRequest,
} from "@/components/testing";
import { makeRunSummary, makeStudy } from "@/components/testing/fixtures/runs";
import { StudyMenu } from "./study-menu";

const STUDY = makeStudy([makeRunSummary()], { tags: ["tax"], revision: 3 });

async function open(routes: Readonly<Record<string, unknown>>, item: string) {
  const requests = serveJson({ "GET /api/studies/tags": ["tax", "trust"], ...routes });
  const { user, router } = renderInApp(<StudyMenu study={STUDY} />);
  await user.click(screen.getByRole("button", { name: "Actions for Carbon tax" }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
  const sent = (method: string): ServedRequest[] =>
    requests.filter((request) => request.method === method);
  return { user, router, sent };
}
const editing = (routes: Readonly<Record<string, unknown>>) =>
  open(routes, "Rename, describe, tag…");

test("renames, describes and tags in one dialog", async () => {
  const saved = { name: "New", description: "Why", tags: ["tax", "2026"], revision: 4 };
  const { user, router, sent } = await editing({ "PUT /api/studies/study-1/details": saved });
  const dialog = screen.getByRole("dialog", { name: "Study details" });
  const name = within(dialog).getByRole("textbox", { name: /Name/ });
  expect(document.activeElement).toBe(name);
  await expectAccessible();
  await user.clear(name);
  await user.type(name, "New");
  await user.type(within(dialog).getByRole("textbox", { name: "Description" }), "Why");
  await user.type(within(dialog).getByLabelText("Tags"), "2026{Enter}");
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await findToast("The study was changed")).toBeDefined();
  expect(sent("PUT").map(({ body }) => body)).toEqual([{ ...saved, revision: 3 }]);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(router.refreshes()).toBe(1);
});

test("an empty name is refused before it is sent", async () => {
  const { user, sent } = await editing({});
  await user.clear(screen.getByRole("textbox", { name: /Name/ }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("Enter a name")).toBeDefined();
  expect(sent("PUT")).toEqual([]);
});

test("the later of two people sees what happened, and can save over it", async () => {
  const theirs = makeStudy([], { name: "Theirs", tags: ["tax"], revision: 7 });
  const { user, sent } = await editing({
    "GET /api/studies/study-1": theirs,
    "PUT /api/studies/study-1/details": ({ body }: ServedRequest) =>
      (body as { revision: number }).revision === 7
        ? { name: "Mine", description: "", tags: ["tax"], revision: 8 }
        : refusal(409, "conflict", "Ann changed this study in the meantime."),
  });
  const name = screen.getByRole<HTMLInputElement>("textbox", { name: /Name/ });
  await user.clear(name);
  await user.type(name, "Mine");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Ann changed this study in the meantime.")).toBeDefined();
  expect(await screen.findByText("Now: Theirs")).toBeDefined();
  expect(name.value).toBe("Mine");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await findToast("The study was changed")).toBeDefined();
  expect(sent("PUT").map(({ body }) => (body as { revision: number }).revision)).toEqual([3, 7]);
});

test("without a connection the dialog keeps what was typed", async () => {
  const { user } = await editing({ "PUT /api/studies/study-1/details": unreachable });
  await user.type(screen.getByRole("textbox", { name: /Name/ }), " 2");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/server could not be reached/)).toBeDefined();
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: /Name/ }).value).toBe(
    "Carbon tax 2",
  );
});

test("archives with a way back", async () => {
  const { user, sent } = await open(
    { "PUT /api/studies/study-1/archive": null, "DELETE /api/studies/study-1/archive": null },
    "Archive",
  );
  expect(await findToast("“Carbon tax” is archived")).toBeDefined();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await findToast("“Carbon tax” is back in the list")).toBeDefined();
  expect([sent("PUT").length, sent("DELETE").length]).toEqual([1, 1]);
});

test("says why a study cannot be archived", async () => {
  await open(
    { "PUT /api/studies/study-1/archive": refusal(409, "conflict", "Runs are active.") },
    "Archive",
  );
  expect(await findToast("Runs are active.")).toBeDefined();
});

test("asks before it deletes the study", async () => {
  const preview = {
    ...{ kind: "study", id: "study-1", name: "Carbon tax", within: null },
    ...{ studies: 1, runs: 1, activeRuns: 0, decisions: 40, retainedFor: 0 },
  };
  const { user, sent } = await open({ "GET /api/deletions/preview": preview }, "Delete…");
  const dialog = await screen.findByRole("dialog", { name: "Delete Carbon tax?" });
  await user.click(within(dialog).getByRole("button", { name: "Back" }));
  expect(sent("POST")).toEqual([]);
});

import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  answer,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import type { Deletion, DeletionList, DeletionPreview } from "@/lib/contracts/deletions";
import { DeleteButton, RecentlyDeleted } from ".";

const PREVIEW: DeletionPreview = {
  kind: "study",
  id: "s1",
  name: "Trust games",
  within: null,
  studies: 1,
  runs: 4,
  activeRuns: 1,
  decisions: 1_200,
  retainedFor: 0,
};
const DELETED: Deletion = {
  id: "d1",
  kind: "study",
  subjectId: "s1",
  name: "Trust games",
  within: null,
  deletedBy: "Rosa",
  deletedAt: "2026-11-23T10:00:00.000Z",
  purgeAt: "2026-11-23T10:10:00.000Z",
  isPurging: false,
  reason: null,
};
const list = (deletions: Deletion[], mayChange = true): DeletionList => ({ deletions, mayChange });

const ask = async (routes: Readonly<Record<string, unknown>>) => {
  const requests = serveJson({ "GET /api/deletions/preview": PREVIEW, ...routes });
  const rendered = renderInApp(<DeleteButton kind="study" id="s1" leaveTo="/studies" />, {
    path: "/studies/s1",
  });
  await rendered.user.click(screen.getByRole("button", { name: "Delete study" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete Trust games?" });
  return { ...rendered, requests, dialog };
};

test("says what goes, asks for the name, and leaves the page of what was deleted", async () => {
  const { user, router, requests, dialog } = await ask({
    "POST /api/deletions": answer(201, DELETED),
  });
  expect(dialog.textContent).toContain("4 runs with 1,200 decisions go with it.");
  expect(dialog.textContent).toContain("1 run is under way and stops at once.");
  await expectAccessible();
  const confirm = within(dialog).getByRole("button", { name: "Delete study" });
  expect(confirm).toHaveProperty("disabled", true);
  expect(document.activeElement).toBe(within(dialog).getByRole("textbox", { name: /Name/ }));
  await user.type(within(dialog).getByRole("textbox", { name: /Name/ }), "Trust");
  expect(confirm).toHaveProperty("disabled", true);
  await user.type(within(dialog).getByRole("textbox", { name: /Name/ }), " games");
  await user.click(confirm);
  expect(await findToast("Trust games was deleted")).toBeDefined();
  expect(router.current()).toBe("/studies");
  expect(requests.find(({ method }) => method === "POST")?.body).toEqual({
    kind: "study",
    id: "s1",
    name: "Trust games",
  });
});

test("restores what was deleted from the toast", async () => {
  const { user, requests, dialog } = await ask({
    "POST /api/deletions": answer(201, DELETED),
    "POST /api/deletions/d1/undo": DELETED,
  });
  await user.type(within(dialog).getByRole("textbox", { name: /Name/ }), "Trust games{Enter}");
  await findToast("Trust games was deleted");
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await findToast("Trust games was restored")).toBeDefined();
  expect(requests.at(-1)?.path).toBe("/api/deletions/d1/undo");
});

test("stays open with the reason when the server refuses or is lost", async () => {
  let tries = 0;
  const { user, router, dialog } = await ask({
    "POST /api/deletions": () =>
      ++tries === 1 ? unreachable() : refusal(404, "notFound", "This study does not exist."),
  });
  await user.type(within(dialog).getByRole("textbox", { name: /Name/ }), "Trust games{Enter}");
  expect(await within(dialog).findByText(/could not be reached/)).toBeDefined();
  await user.click(within(dialog).getByRole("button", { name: "Delete study" }));
  expect(await within(dialog).findByText("This study does not exist.")).toBeDefined();
  expect(router.current()).toBe("/studies/s1");
});

test("lists what was deleted, restores it, and removes it for good after a question", async () => {
  const run: Deletion = {
    ...DELETED,
    ...{ id: "d2", kind: "run", name: "Run 1", within: "Norms", deletedBy: null, isPurging: true },
  };
  let isPurged = false;
  const requests = serveJson({
    "GET /api/deletions": () => list(isPurged ? [run] : [DELETED, run]),
    "POST /api/deletions/d1/purge": () => {
      isPurged = true;
      return null;
    },
  });
  const { user } = renderInApp(<RecentlyDeleted initial={list([DELETED, run])} />);
  const [, first, second] = screen.getAllByRole("row");
  expect(second?.textContent).toContain("Being removed");
  expect(second?.textContent).toContain("The command line");
  expect(screen.queryByRole("button", { name: "Restore Run 1 of Norms" })).toBeNull();
  expect(first?.textContent).toContain("Rosa");
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Remove now Trust games" }));
  await user.click(
    within(screen.getByRole("alertdialog")).getByRole("button", { name: "Remove now" }),
  );
  expect(await findToast("Trust games is being removed for good")).toBeDefined();
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Restore/ })).toBeNull());
  const paths = requests.map(({ path }) => path);
  expect(paths).toContain("/api/deletions/d1/purge");
  expect(paths.at(-1)).toBe("/api/deletions");
});

test("offers no changes to readers, and says when nothing was deleted", () => {
  serveJson({ "GET /api/deletions": list([], false) });
  const { unmount } = renderInApp(<RecentlyDeleted initial={list([DELETED], false)} />);
  expect(screen.queryByRole("button", { name: /Restore|Remove/ })).toBeNull();
  unmount();
  renderInApp(<RecentlyDeleted initial={list([])} />);
  expect(screen.getByText("Nothing was deleted in the last ten minutes")).toBeDefined();
});

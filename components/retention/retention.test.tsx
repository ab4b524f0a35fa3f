import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import type { ProjectRetention } from "@/lib/contracts/retention";
import { RetentionCard, RetentionNote } from ".";

const ROUTE = "GET /api/projects/retention";
const NEVER: ProjectRetention = {
  ...{ archivedStudyDays: null, promptDays: null, mayChange: true },
  next: { studies: null, runs: null },
};
const SET: ProjectRetention = {
  ...{ archivedStudyDays: 90, promptDays: 365, mayChange: true },
  next: {
    studies: { at: "2026-12-12T10:00:00.000Z", count: 3 },
    runs: { at: "2027-01-02T10:00:00.000Z", count: 1 },
  },
};

async function change(user: ReturnType<typeof renderInApp>["user"], label: RegExp, days: string) {
  const field = screen.getByLabelText(label);
  await user.clear(field);
  await user.type(field, days);
}

test("sets retention, and sends nothing that would delete at once without asking", async () => {
  const requests = serveJson({
    [ROUTE]: NEVER,
    "GET /api/projects/retention/preview": { studies: 2, runs: 1 },
    "PUT /api/projects/retention": SET,
  });
  const { user } = renderInApp(<RetentionCard />);
  expect(await screen.findAllByText("Never")).toHaveLength(2);
  await user.click(screen.getByRole("button", { name: "Change…" }));
  await change(user, /^Delete archived studies after/, "90");
  await change(user, /^Delete prompts and raw answers after/, "365");
  await user.click(screen.getByRole("button", { name: "Change retention" }));
  const warning = await screen.findByText("This deletes data at once");
  expect(warning.parentElement?.textContent).toContain("2 archived studies will be deleted");
  expect(warning.parentElement?.textContent).toContain("raw answers of 1 run will be deleted");
  expect(requests.some(({ method }) => method === "PUT")).toBe(false);
  const asked = requests.find(({ path }) => path.endsWith("/preview"));
  expect(Object.fromEntries(asked?.search ?? [])).toEqual({
    ...{ archivedStudyDays: "90", promptDays: "365" },
  });
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Delete and change" }));
  expect(await findToast("Retention changed")).toBeDefined();
  expect(requests.find(({ method }) => method === "PUT")?.body).toEqual({
    ...{ archivedStudyDays: 90, promptDays: 365, confirmed: true },
  });
  expect(await screen.findByText("After 90 days")).toBeDefined();
});

test("asks anew after another change, and not where nothing is due", async () => {
  let studies = 1;
  const requests = serveJson({
    [ROUTE]: SET,
    "GET /api/projects/retention/preview": () => ({ studies: studies--, runs: 0 }),
    "PUT /api/projects/retention": { ...SET, archivedStudyDays: 30 },
  });
  const { user } = renderInApp(<RetentionCard />);
  await user.click(await screen.findByRole("button", { name: "Change…" }));
  await change(user, /^Delete archived studies after/, "2");
  await user.click(screen.getByRole("button", { name: "Change retention" }));
  await screen.findByText("This deletes data at once");
  await change(user, /^Delete archived studies after/, "30");
  expect(screen.queryByText("This deletes data at once")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Change retention" }));
  expect(await findToast("Retention changed")).toBeDefined();
  expect(requests.find(({ method }) => method === "PUT")?.body).toMatchObject({
    ...{ archivedStudyDays: 30, confirmed: false },
  });
});

test("marks an impossible number, and keeps the form when the server refuses", async () => {
  serveJson({
    [ROUTE]: NEVER,
    "GET /api/projects/retention/preview": { studies: 0, runs: 0 },
    "PUT /api/projects/retention": refusal(503, "unavailable", "The database is busy."),
  });
  const { user } = renderInApp(<RetentionCard />);
  await user.click(await screen.findByRole("button", { name: "Change…" }));
  await change(user, /^Delete prompts and raw answers after/, "0");
  await user.click(screen.getByRole("button", { name: "Change retention" }));
  expect(await screen.findByText("At least 1 day")).toBeDefined();
  await change(user, /^Delete prompts and raw answers after/, "7");
  await user.click(screen.getByRole("button", { name: "Change retention" }));
  expect(await screen.findByText("The database is busy.")).toBeDefined();
});

test("says what goes next, where retention is set", async () => {
  serveJson({ [ROUTE]: SET });
  const { unmount } = renderInApp(<RetentionNote />);
  const note = await screen.findByRole("status");
  expect(note.textContent).toContain("3 archived studies will be deleted from");
  expect(note.textContent).toContain("Prompts and raw answers of 1 run will be deleted from");
  expect(within(note).getAllByTitle(/2026|2027/)).toHaveLength(2);
  await expectAccessible();
  unmount();
  serveJson({ [ROUTE]: { ...SET, next: NEVER.next } });
  const { unmount: leave } = renderInApp(<RetentionNote />);
  expect(await screen.findByText(/No archived study is waiting to be deleted/)).toBeDefined();
  leave();
  serveJson({ [ROUTE]: unreachable });
  renderInApp(<RetentionNote />);
  expect(await screen.findByText("What retention deletes next could not be read")).toBeDefined();
});

test("offers no change to whoever may not make it", async () => {
  serveJson({ [ROUTE]: { ...SET, mayChange: false } });
  renderInApp(<RetentionCard />);
  expect(await screen.findByText("After 365 days")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Change…" })).toBeNull();
});

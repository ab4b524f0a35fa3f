import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
  type ServedRequest,
} from "@/components/testing";
import type { AuditListEntry } from "@/lib/contracts/audit";
import { AuditView } from ".";

const PROJECT = "0193a5b0-0000-7000-8000-000000000001";
const STUDY = "0193a5b0-0000-7000-8000-000000000002";
const PEOPLE = [
  { id: "1", name: "Rosa" },
  { id: "2", name: "Tom" },
];
const ENTRY: AuditListEntry = {
  id: "0193a5b0-0000-7000-8000-00000000000a",
  at: "2026-11-30T14:05:06.000Z",
  actorId: "1",
  actorName: "Rosa",
  address: "192.0.2.7",
  action: "member.changeRole",
  projectId: PROJECT,
  subjectId: "2",
  subjectName: "Tom",
  isSubjectDeleted: false,
  description: "Changed the role of Tom from viewer to researcher",
  before: { role: "viewer" },
  after: { role: "researcher" },
};
const STARTED: AuditListEntry = {
  ...ENTRY,
  id: "0193a5b0-0000-7000-8000-00000000000b",
  actorId: null,
  actorName: null,
  address: null,
  action: "study.start",
  subjectId: STUDY,
  subjectName: "Trust",
  description: "Started the study “Trust”",
  before: null,
  after: { name: "Trust" },
};

function show(served: unknown, path = "/settings/audit") {
  const requests = serveJson({ "GET /api/audit": served });
  return {
    ...renderInApp(<AuditView projectId={PROJECT} people={PEOPLE} />, { path }),
    requests,
  };
}
const page = (entries: readonly AuditListEntry[], next: string | null = null) => ({
  entries,
  next,
});
const fileQuery = (): Record<string, string> => {
  const href = screen.getByRole("link", { name: "Download CSV" }).getAttribute("href") ?? "";
  return Object.fromEntries(new URL(href, window.location.origin).searchParams);
};

test("shows who changed what and when, with UTC on hover", async () => {
  show(page([ENTRY, STARTED]));
  const rows = within(await screen.findByRole("table", { name: "Audit log" })).getAllByRole("row");
  expect(rows[1]?.textContent).toContain("Rosa");
  expect(rows[1]?.textContent).toContain(ENTRY.description);
  expect(within(rows[1]!).getByTitle("2026-11-30 14:05:06 UTC")).toBeDefined();
  expect(rows[2]?.textContent).toContain("Installation");
  expect(screen.getByRole("link", { name: STARTED.description }).getAttribute("href")).toBe(
    `/studies/${STUDY}`,
  );
  await expectAccessible();
});

test("links to no page of what was deleted", async () => {
  show(page([{ ...STARTED, isSubjectDeleted: true }]));
  expect(await screen.findByText(STARTED.description)).toBeDefined();
  expect(screen.queryByRole("link", { name: STARTED.description })).toBeNull();
});

test("unfolds the values before and after, by the keyboard too", async () => {
  const { user } = show(page([ENTRY]));
  const button = await screen.findByRole("button", { name: /^Show values/ });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  button.focus();
  await user.keyboard("{Enter}");
  const values = screen.getByRole("table", { name: /^Values/ });
  expect(within(values).getByRole("row", { name: "Role viewer researcher" })).toBeDefined();
  await expectAccessible();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("table", { name: /^Values/ })).toBeNull();
});

test("keeps filters in the address, and asks for what they say", async () => {
  const { user, requests, router } = show(page([ENTRY]));
  screen.getByRole("combobox", { name: "Person" }).focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Tom" }));
  screen.getByRole("combobox", { name: "Object" }).focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Members" }));
  expect(router.current()).toBe("/settings/audit?actor=2&kind=member");
  await expect
    .poll(() => Object.fromEntries(requests.at(-1)?.search ?? []))
    .toMatchObject({ actor: "2", kind: "member" });
  expect(fileQuery()).toEqual({ actor: "2", kind: "member", project: PROJECT });
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(router.current()).toBe("/settings/audit");
});

test("an action of another kind does not survive a choice of the kind", async () => {
  const { user, router } = show(page([ENTRY]), "/settings/audit?action=run.pause");
  screen.getByRole("combobox", { name: "Object" }).focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Studies" }));
  expect(router.current()).toBe("/settings/audit?kind=study");
});

test("a shared address shows its filter, days as moments of this reader", async () => {
  const { requests } = show(page([]), "/settings/audit?from=2026-11-01&to=2026-11-30&actor=9");
  expect(await screen.findByText("No entries match")).toBeDefined();
  expect(screen.getByRole("combobox", { name: "Person" }).textContent).toBe("Another person");
  expect(Object.fromEntries(requests[0]?.search ?? [])).toEqual({
    actor: "9",
    since: new Date(2026, 10, 1).toISOString(),
    until: new Date(2026, 11, 1).toISOString(),
    limit: "100",
  });
});

test("days in the wrong order are said, not asked for", async () => {
  const { requests } = show(page([]), "/settings/audit?from=2026-11-02&to=2026-11-01");
  expect(await screen.findByText("Before the first day")).toBeDefined();
  expect(screen.queryByRole("link", { name: "Download CSV" })).toBeNull();
  expect(requests).toEqual([]);
  await expectAccessible();
});

test("loads older entries after the last one", async () => {
  const { user, requests } = show(({ search }: ServedRequest) =>
    search.get("before") === null ? page([ENTRY], ENTRY.id) : page([STARTED]),
  );
  await user.click(await screen.findByRole("button", { name: "Show older entries" }));
  expect(await screen.findByText(STARTED.description)).toBeDefined();
  expect(screen.getByText(ENTRY.description)).toBeDefined();
  expect(screen.queryByRole("button", { name: "Show older entries" })).toBeNull();
  expect(requests.map(({ search }) => search.get("before"))).toEqual([null, ENTRY.id]);
});

test("a lost connection can be tried again", async () => {
  let tries = 0;
  const { user } = show(() => (++tries === 1 ? unreachable() : page([ENTRY])));
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(ENTRY.description)).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("who is no owner any more is told", async () => {
  show(refusal(404, "notFound", "This project does not exist, or you have no access to it."));
  expect((await screen.findByRole("alert")).textContent).toContain("does not exist");
});

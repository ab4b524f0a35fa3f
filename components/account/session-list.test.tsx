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
import type { SessionSummary } from "@/lib/contracts/sessions";
import { SessionList } from ".";

const HERE: SessionSummary = {
  id: "here",
  device: "Firefox on Linux",
  address: "192.0.2.7",
  signedInAt: "2026-11-01T10:00:00.000Z",
  lastSeenAt: "2026-11-30T10:00:00.000Z",
  isCurrent: true,
};
const PHONE: SessionSummary = {
  ...HERE,
  id: "phone",
  device: "Chrome on Android",
  address: null,
  isCurrent: false,
};

/** Serves sessions that end as they are asked to. */
function show(routes: Readonly<Record<string, unknown>> = {}, start = [HERE, PHONE]) {
  let open = start;
  const requests = serveJson({
    "GET /api/account/sessions": () => open,
    "DELETE /api/account/sessions": () => {
      const ended = open.length - 1;
      open = [HERE];
      return { ended };
    },
    "DELETE /api/account/sessions/phone": () => {
      open = [HERE];
      return null;
    },
    ...routes,
  });
  return { ...renderInApp(<SessionList />), requests };
}
const changes = (requests: readonly { method: string; path: string }[]) =>
  requests.filter(({ method }) => method !== "GET").map(({ path }) => path);

test("lists devices and marks this session, which cannot be ended here", async () => {
  show();
  const table = await screen.findByRole("table", { name: "Sessions" });
  const rows = within(table).getAllByRole("row");
  expect(rows[1]?.textContent).toContain("Firefox on LinuxThis session");
  expect(rows[2]?.textContent).toContain("Chrome on Android");
  expect(within(rows[1]!).queryByRole("button")).toBeNull();
  await expectAccessible();
});

test("ends one session, by the keyboard", async () => {
  const { user, requests } = show();
  (await screen.findByRole("button", { name: /^End the session in Chrome on Android/ })).focus();
  await user.keyboard("{Enter}");
  expect(await findToast("The session was ended")).toBeDefined();
  await expect.poll(() => screen.queryByText("Chrome on Android")).toBeNull();
  expect(changes(requests)).toEqual(["/api/account/sessions/phone"]);
  expect(screen.queryByRole("button", { name: "End all others" })).toBeNull();
});

test("takes a session that another tab has ended for ended", async () => {
  const { user } = show({
    "DELETE /api/account/sessions/phone": refusal(404, "notFound", "This session does not exist."),
  });
  await user.click(await screen.findByRole("button", { name: /^End the session in Chrome/ }));
  expect(await findToast("The session had ended already")).toBeDefined();
});

test("ends all others after a question", async () => {
  const { user, requests } = show();
  await user.click(await screen.findByRole("button", { name: "End all others" }));
  expect(changes(requests)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "End sessions" }));
  expect(await findToast("1 session ended")).toBeDefined();
  await expect.poll(() => screen.queryByText("Chrome on Android")).toBeNull();
});

test("a lost connection keeps the question open, and says so", async () => {
  const { user } = show({ "DELETE /api/account/sessions": unreachable });
  await user.click(await screen.findByRole("button", { name: "End all others" }));
  await user.click(screen.getByRole("button", { name: "End sessions" }));
  expect(await findToast("The sessions were not ended")).toBeDefined();
  expect(screen.getByRole("alertdialog")).toBeDefined();
});

test("a list that cannot be loaded can be tried again", async () => {
  let tries = 0;
  const { user } = show({
    "GET /api/account/sessions": () => (++tries === 1 ? unreachable() : [HERE]),
  });
  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Firefox on Linux")).toBeDefined();
});

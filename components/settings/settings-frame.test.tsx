import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import type { Role } from "@/lib/domain/access";
import { SettingsFrame, settingsStart } from ".";

const viewer = (role: Role) => ({
  id: "1",
  name: "Rosa",
  email: "rosa@example.org",
  administrator: false,
  project: { id: "p", name: "Trust", role },
  projects: [{ id: "p", name: "Trust", role }],
});
const tabs = () =>
  screen.queryAllByRole("link", { name: "Members" }).map((link) => link.getAttribute("href"));

test("shows the sections of Settings and marks the current one", async () => {
  renderInApp(<SettingsFrame viewer={viewer("viewer")}>Page</SettingsFrame>, {
    path: "/settings/members",
  });
  expect(tabs()).toEqual(["/settings/members"]);
  expect(screen.getByRole("link", { name: "Members", current: "page" })).toBeDefined();
  await expectAccessible();
});

test("shows the project's own section to its owners only", () => {
  const { unmount } = renderInApp(<SettingsFrame viewer={viewer("owner")}>Page</SettingsFrame>);
  expect(screen.getByRole("link", { name: "Project" })).toBeDefined();
  unmount();
  renderInApp(<SettingsFrame viewer={viewer("researcher")}>Page</SettingsFrame>);
  expect(screen.queryByRole("link", { name: "Project" })).toBeNull();
});

test("shows annotators no list of members", () => {
  renderInApp(<SettingsFrame viewer={viewer("annotator")}>Page</SettingsFrame>, {
    path: "/settings",
  });
  expect(tabs()).toEqual([]);
});

test("opens with a section that the person may see", () => {
  expect(settingsStart(viewer("viewer"))).toBe("/settings/members");
  expect(settingsStart(viewer("annotator"))).toBe("/settings/tokens");
  expect(settingsStart({ ...viewer("viewer"), project: null, projects: [] })).toBe(
    "/settings/account",
  );
});

import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { request } from "@/components/api";
import {
  answer,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import type { Viewer } from "@/lib/contracts/account";
import { PROJECT_COOKIE } from "@/lib/contracts/projects";
import { z } from "zod";
import { ProjectGuard, ProjectSettings, ProjectSwitcher } from ".";

const TRUST = { id: "p1", name: "Trust", role: "owner" } as const;
const NORMS = { id: "p2", name: "Norms", role: "viewer" } as const;
const VIEWER: Viewer = {
  id: "1",
  name: "Rosa",
  email: "rosa@example.org",
  administrator: false,
  project: TRUST,
  projects: [TRUST, NORMS],
};

const showSwitcher = async (routes: Readonly<Record<string, unknown>>, viewer = VIEWER) => {
  const requests = serveJson(routes);
  const onOpened = vi.fn();
  const rendered = renderInApp(<ProjectSwitcher viewer={viewer} onOpened={onOpened} />);
  await rendered.user.click(screen.getByRole("button", { name: /Project:/ }));
  return { ...rendered, requests, onOpened };
};

test("the switcher names the current project and opens another", async () => {
  const { user, requests, onOpened } = await showSwitcher({ "POST /api/projects/p2/open": NORMS });
  expect(screen.getByRole("menuitemradio", { name: "Trust", checked: true })).toBeDefined();
  await user.click(screen.getByRole("menuitemradio", { name: "Norms" }));
  await expect.poll(() => onOpened.mock.calls.length).toBe(1);
  expect(requests).toHaveLength(1);
});

test("the switcher stays at the current project when the server is lost", async () => {
  const { user, onOpened } = await showSwitcher({ "POST /api/projects/p2/open": unreachable });
  await user.click(screen.getByRole("menuitemradio", { name: "Norms" }));
  expect(await findToast("The project was not opened")).toBeDefined();
  expect(onOpened).not.toHaveBeenCalled();
});

test("people who may start nothing are offered no new project", async () => {
  await showSwitcher({}, { ...VIEWER, project: NORMS, projects: [NORMS] });
  expect(screen.queryByRole("menuitem", { name: "New project" })).toBeNull();
});

test("a new project is created once and opened, also when opening fails at first", async () => {
  let opened = 0;
  const { user, requests, onOpened } = await showSwitcher({
    "POST /api/projects": answer(201, { id: "p3", name: "Third", role: "owner" }),
    "POST /api/projects/p3/open": () =>
      ++opened === 1 ? unreachable() : { id: "p3", name: "Third", role: "owner" },
  });
  await user.click(screen.getByRole("menuitem", { name: "New project" }));
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Enter a name")).toBeDefined();
  await user.type(screen.getByLabelText(/^Name/), "Third{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Create project" }));
  await expect.poll(() => onOpened.mock.calls.length).toBe(1);
  expect(requests.map(({ path }) => path)).toEqual([
    "/api/projects",
    "/api/projects/p3/open",
    "/api/projects/p3/open",
  ]);
});

test("an owner renames the project, and is told when somebody else did", async () => {
  let tries = 0;
  const requests = serveJson({
    "PATCH /api/projects/p1": () =>
      ++tries === 1 ? refusal(409, "conflict", "The project was renamed in the meantime.") : null,
  });
  const { user, router } = renderInApp(<ProjectSettings project={TRUST} />);
  await expectAccessible();
  await user.type(screen.getByLabelText(/^Name/), " games{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("in the meantime");
  expect(screen.getByLabelText(/^Name/)).toHaveProperty("value", "Trust games");
  await user.click(screen.getByRole("button", { name: "Rename" }));
  expect(await findToast("The project was renamed")).toBeDefined();
  expect(router.refreshes()).toBe(1);
  expect(requests.at(-1)?.body).toEqual({ name: "Trust games", formerName: "Trust" });
});

test("requests of a page name its project; it reloads after a switch elsewhere", async () => {
  const onOutdated = vi.fn();
  const named = vi.spyOn(globalThis, "fetch");
  serveJson({ "GET /api/x": null });
  const known = ["p1", "p2"];
  renderInApp(<ProjectGuard projectId="p1" knownIds={known} onOutdated={onOutdated} />);
  await request("GET", "/api/x", z.unknown());
  expect(named.mock.calls[0]?.[1]?.headers).toMatchObject({ "microcosm-project": "p1" });
  for (const [id, calls] of [
    ["p1", 0],
    ["unknown", 0],
    ["p2", 1],
  ] as const) {
    document.cookie = `${PROJECT_COOKIE}=${id}`;
    fireEvent.focus(window);
    expect(onOutdated).toHaveBeenCalledTimes(calls);
  }
  document.cookie = `${PROJECT_COOKIE}=; Max-Age=0`;
});

import { screen, waitFor, within } from "@testing-library/react";
import { useQuery } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { queryKeys } from "@/components/api";
import { SETTINGS_SECTIONS } from "@/components/settings";
import { useShell } from "@/components/shell";
import {
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  type ServedRequest,
} from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { Viewer } from "@/lib/contracts/account";
import type { SearchResult } from "@/lib/contracts/search";
import type { Role } from "@/lib/domain/access";
import { Palette } from ".";

const NOTHING: SearchResult = { studies: [], runs: [], scenarios: [], agents: [], guide: [] };
const FOUND: SearchResult = {
  studies: [{ id: "s1", name: "Carbon tax", isArchived: true }],
  runs: [
    {
      ...{ id: "r1", studyName: "Carbon tax", arm: "high", replicate: 2, forkRound: null },
      status: "paused",
    },
  ],
  scenarios: [{ id: "c1", title: "Carbon debate", name: "carbon" }],
  agents: [{ id: "Voter-3", name: "Carla" }],
  guide: [{ chapter: "live", chapterTitle: "Live operations", section: "fork", title: "Fork" }],
};

const viewer = (role: Role | null): Viewer => {
  const projects =
    role === null
      ? []
      : [
          { id: "p1", name: "Trust", role },
          { id: "p2", name: "Housing", role },
        ];
  return {
    ...{ id: "u1", name: "Rosa", email: "rosa@example.org", administrator: false },
    project: projects[0] ?? null,
    projects,
  };
};

beforeEach(() => useShell.setState({ paletteOpen: true, drawerOpen: false }));

/** Knows the run as its page does. */
function RunPage() {
  useQuery({
    queryKey: queryKeys.run("run-1"),
    queryFn: () => Promise.reject(new Error("not asked")),
    initialData: makeRun({ status: "running" }),
    enabled: false,
  });
  return null;
}

function show({
  role = "owner",
  path = "/studies",
  routes = {},
}: {
  role?: Role | null;
  path?: string;
  routes?: Readonly<Record<string, unknown>>;
} = {}) {
  const requests = serveJson({ "GET /api/search": FOUND, ...routes });
  const onSignOut = vi.fn();
  const onSwitchProject = vi.fn();
  const rendered = renderInApp(
    <>
      <RunPage />
      <Palette viewer={viewer(role)} onSignOut={onSignOut} onSwitchProject={onSwitchProject} />
    </>,
    { path },
  );
  return { ...rendered, requests, onSignOut, onSwitchProject };
}
const names = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
const group = (name: string) => within(screen.getByRole("group", { name }));

test("finds things on the server by kind, and opens them by keyboard", async () => {
  const { user, router, requests } = show({ path: "/runs/run-1/files" });
  await user.keyboard("carbon");
  expect(await screen.findByRole("group", { name: "Studies" })).toBeDefined();
  expect(group("Studies").getByRole("option", { name: "Carbon tax archived" })).toBeDefined();
  expect(group("Runs").getByRole("option").textContent).toBe("Carbon tax, high, run 2paused");
  expect(group("Scenarios").getByRole("option").textContent).toBe("Carbon debatecarbon");
  expect(group("Agents of this run").getByRole("option").textContent).toBe("CarlaVoter-3");
  expect(group("Guide").getByRole("option").textContent).toBe("ForkLive operations");
  // One request for what was typed at last, within the run in view.
  expect(requests.map(({ search }) => search.toString())).toEqual(["text=carbon&run=run-1"]);
  await expectAccessible();
  await user.click(group("Agents of this run").getByRole("option"));
  expect(router.current()).toBe("/runs/run-1/decisions?agent=Voter-3");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an answer to an earlier text never replaces that to a later one", async () => {
  let answerLate: (found: SearchResult) => void = () => undefined;
  const late = new Promise<SearchResult>((resolve) => {
    answerLate = resolve;
  });
  const { user, requests } = show({
    routes: {
      "GET /api/search": ({ search }: ServedRequest) =>
        search.get("text") === "ca"
          ? late
          : { ...NOTHING, studies: [{ id: "s9", name: "Later", isArchived: false }] },
    },
  });
  await user.keyboard("ca");
  expect(screen.getByRole("status").textContent).toBe("Searching…");
  // The request for the earlier text is under way before more is typed.
  await waitFor(() => expect(requests).toHaveLength(1));
  await user.keyboard("rbon");
  expect(await screen.findByRole("option", { name: "Later" })).toBeDefined();
  answerLate(FOUND);
  await late;
  expect(screen.queryByRole("group", { name: "Runs" })).toBeNull();
  expect(screen.getByRole("option", { name: "Later" })).toBeDefined();
});

test("says when the server cannot be reached, and still finds pages", async () => {
  const { user, router } = show({
    routes: { "GET /api/search": refusal(503, "unavailable", "Busy.") },
  });
  await user.keyboard("endpoints");
  expect(await screen.findByText("The search on the server failed. Busy.")).toBeDefined();
  await user.keyboard("{Enter}");
  expect(router.current()).toBe("/models");
});

test("pauses the run in view", async () => {
  const { user, requests } = show({
    path: "/runs/run-1",
    routes: { "POST /api/runs/run-1/pause": { status: "paused" }, "GET /api/search": NOTHING },
  });
  expect(names()).not.toContain("Resume this run");
  await user.keyboard("pause{Enter}");
  expect(await findToast("The run was paused")).toBeDefined();
  expect(requests.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("has actions that are done at once", async () => {
  const { user, onSwitchProject } = show({ routes: { "GET /api/search": NOTHING } });
  await user.keyboard("housing{Enter}");
  expect(onSwitchProject).toHaveBeenCalledWith("p2");
  useShell.setState({ paletteOpen: true });
  await user.keyboard("dark theme{Enter}");
  expect(document.documentElement.classList.contains("dark")).toBe(true);
  localStorage.clear();
});

test.each([
  ["annotator", ["Review"]],
  [null, []],
  ["viewer", ["Studies", "Scenarios", "Models", "Data", "Settings"]],
] as const)("the role %s has its pages, and actions it may do", (role, areas) => {
  show({ role });
  const listed = group("Go to")
    .getAllByRole("option")
    .map(({ textContent }) => textContent.replace(/(?<=.)Settings$/, ""));
  const sections = SETTINGS_SECTIONS.filter(({ isShownTo }) => isShownTo(viewer(role)));
  expect(listed).toEqual([...areas, ...sections.map(({ label }) => label), "Guide"]);
  expect(names()).not.toContain("Start a study");
  expect(names().at(-1)).toBe("Sign out");
});

test("the sheet of keys shows all of them", async () => {
  useShell.setState({ paletteOpen: false, keysOpen: true });
  const { user } = show();
  const sheet = await screen.findByRole("dialog", { name: "Keys" });
  expect(within(sheet).getByText("Next decision")).toBeDefined();
  expect(within(sheet).getByText("Ctrl K")).toBeDefined();
  await expectAccessible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  answer,
  expectAccessible,
  findToast,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import type { DiskUse } from "@/lib/contracts/disk-use";
import { DiskUseView } from ".";

const USE: DiskUse = {
  measuredAt: "2026-11-23T10:00:00.000Z",
  isMeasuring: false,
  databaseBytes: 9_000_000,
  projects: [
    { id: "p1", name: "Trust", bytes: 4_000_000 },
    { id: "p2", name: "Norms", bytes: 1_000_000 },
  ],
  studies: [
    {
      ...{ id: "s1", name: "Trust games", bytes: 3_000_000 },
      runs: [
        { id: "r1", name: "Run 1", bytes: 2_000_000, decisions: 900 },
        { id: "r2", name: "Run 2", bytes: 1_000_000, decisions: 300 },
        { id: "r3", name: "Run 3", bytes: null, decisions: 20 },
      ],
    },
  ],
  tables: [
    { id: "t1", name: "ratings", bytes: 1_000_000, isRetained: false },
    { id: "t2", name: "ratings", bytes: 500, isRetained: true },
  ],
  hiddenBytes: 2_048,
  mayChange: true,
};

test("shows what needs how much, with runs on demand", async () => {
  serveJson({ "GET /api/disk-use": USE });
  const { user } = renderInApp(<DiskUseView initial={USE} />);
  expect(screen.getByText(/4 MB in this project, and 2 kB deleted/)).toBeDefined();
  expect(screen.queryByText("Run 1")).toBeNull();
  await user.click(screen.getByRole("button", { name: "3 runs of Trust games" }));
  expect(screen.getByRole("link", { name: "Run 1" })).toBeDefined();
  expect(screen.getByRole("row", { name: /^Run 3 20 – / })).toBeDefined();
  await expectAccessible();
  expect(screen.getAllByText("Kept for its runs")).toHaveLength(1);
  expect(within(screen.getByRole("table", { name: "Projects" })).getByText("Norms")).toBeDefined();
});

test("deletes a run from the list", async () => {
  const preview = {
    ...{ kind: "run", id: "r1", name: "Run 1", within: "Trust games" },
    ...{ studies: 1, runs: 1, activeRuns: 0, decisions: 900, retainedFor: 0 },
  };
  const deleted = {
    ...{ id: "d1", kind: "run", subjectId: "r1", name: "Run 1", within: "Trust games" },
    ...{ deletedBy: "Rosa", deletedAt: "2026-11-23T10:00:00.000Z", isPurging: false, reason: null },
    purgeAt: "2026-11-23T10:10:00.000Z",
  };
  const requests = serveJson({
    "GET /api/disk-use": USE,
    "GET /api/deletions/preview": preview,
    "POST /api/deletions": answer(201, deleted),
  });
  const { user } = renderInApp(<DiskUseView initial={USE} />);
  await user.click(screen.getByRole("button", { name: "3 runs of Trust games" }));
  await user.click(screen.getByRole("button", { name: "Delete Run 1 of Trust games" }));
  await user.type(await screen.findByRole("textbox", { name: /Name/ }), "Run 1{Enter}");
  expect(await findToast("Run 1 was deleted")).toBeDefined();
  await waitFor(() => expect(requests.at(-1)?.path).toBe("/api/disk-use"));
});

test("asks for a measurement, and waits for it", async () => {
  let tries = 0;
  serveJson({
    "GET /api/disk-use": () => ({ ...USE, isMeasuring: tries === 2 }),
    "POST /api/disk-use": () => (++tries === 1 ? unreachable() : null),
  });
  const { user } = renderInApp(<DiskUseView initial={USE} />);
  const button = screen.getByRole("button", { name: "Measure again" });
  await user.click(button);
  expect(await findToast("The disk use is not being measured")).toBeDefined();
  await user.click(button);
  await waitFor(() => expect(button.getAttribute("aria-busy")).toBe("true"));
});

test("readers see sizes and change nothing", () => {
  const use = { ...USE, mayChange: false };
  serveJson({ "GET /api/disk-use": use });
  renderInApp(<DiskUseView initial={use} />);
  expect(screen.queryByRole("button", { name: /Delete|Measure/ })).toBeNull();
  expect(screen.getByRole("link", { name: "Trust games" })).toBeDefined();
});
